#pragma once

#include "core/accounts/credential_store.h"

#include <chrono>
#include <memory>

namespace wharf::accounts {

/// Reads the keychain's entries straight from the Secret Service, for a program that lives for milliseconds: neither
/// QtKeychain, Qt D-Bus nor libsecret is loaded for it, and no event loop is needed. Each read() is done when it returns.
///
/// Reads what KeychainStore has written there, pieces included. It never starts a bus or a service, never asks for an unlock,
/// and never says that there is no such entry: whatever is not one unlocked entry is a failure, and the caller's next step is
/// a KeychainStore, which knows more. Only where usesKWallet() is false.
/// The secret crosses the session bus in a `plain` session. Source: Secret Service API 0.2; attributes as QtKeychain's
/// libsecret schema has them (`user`, `server`). libdbus keeps a buffer of its own that cannot be wiped.
class SecretServiceReader final : public CredentialStore {
public:
    /// `limit` is for everything this object reads, together. `address`: of the session bus; only `unix:` is spoken to.
    SecretServiceReader(QByteArray address, std::chrono::milliseconds limit);
    ~SecretServiceReader() override;

    [[nodiscard]] StoreKind kind() const override { return StoreKind::Keychain; }
    [[nodiscard]] QString name() const override;

    /// Errors: Stage::Keychain with Offline (`quick`: no bus, no service, no answer in time, locked, no entry, or an answer
    /// of another form), Malformed (pieces that do not belong together).
    [[nodiscard]] Task<Result<SharedSecret>> read(QString key) override;
    /// Not what this is for: Denied (`quick`), at once.
    [[nodiscard]] Task<Result<void>> write(QString key, SharedSecret secret) override;
    [[nodiscard]] Task<Result<void>> remove(QString key) override;

private:
    class Line;
    std::unique_ptr<Line> m_line;
};

} // namespace wharf::accounts
