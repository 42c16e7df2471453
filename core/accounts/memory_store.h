#pragma once

#include "core/accounts/credential_store.h"

#include <QHash>

namespace wharf::accounts {

/// Keeps secrets for the life of the program: for tests and the demonstration. Can be told to fail as the real ones do.
class MemoryStore final : public CredentialStore {
public:
    [[nodiscard]] StoreKind kind() const override { return StoreKind::Memory; }
    [[nodiscard]] QString name() const override;

    [[nodiscard]] Task<Result<SharedSecret>> read(QString key) override;
    [[nodiscard]] Task<Result<void>> write(QString key, SharedSecret secret) override;
    [[nodiscard]] Task<Result<void>> remove(QString key) override;

    /// Every call fails so from now on (Locked, Denied, Absent, …); none lets them work again.
    void failWith(std::optional<Failure> failure) { m_failure = std::move(failure); }
    /// The same for write() alone.
    void failWritesWith(std::optional<Failure> failure) { m_writeFailure = std::move(failure); }
    [[nodiscard]] qsizetype size() const { return m_secrets.size(); }
    [[nodiscard]] bool contains(const QString &key) const { return m_secrets.contains(key); }

private:
    QHash<QString, SharedSecret> m_secrets;
    std::optional<Failure> m_failure;
    std::optional<Failure> m_writeFailure;
};

} // namespace wharf::accounts
