#pragma once

#include "core/accounts/credential_store.h"
#include "core/accounts/passphrase.h"

#include <memory>

namespace wharf::accounts {

struct VaultState;

/// An encrypted file where there is no keychain: a server, a container, SSH. See vault_format.h for what it withstands.
///
/// Several processes may share one. The key is made once and kept until the program ends; the passphrase is asked for when
/// it is first needed. Subjects of its failures, besides getPassphrase()'s: `passphrase` (Locked: it is a wrong one), and the
/// file's path with Malformed, Newer, Denied, ReadOnly, Full, Busy. A file that cannot be opened is never written.
class VaultStore final : public CredentialStore {
public:
    VaultStore(QString path, PassphraseSource source);
    ~VaultStore() override;

    [[nodiscard]] StoreKind kind() const override { return StoreKind::Vault; }
    [[nodiscard]] QString name() const override;
    [[nodiscard]] const QString &path() const { return m_path; }

    [[nodiscard]] Task<Result<SharedSecret>> read(QString key) override;
    [[nodiscard]] Task<Result<void>> write(QString key, SharedSecret secret) override;
    [[nodiscard]] Task<Result<void>> remove(QString key) override;

private:
    QString m_path;
    std::shared_ptr<VaultState> m_state;
};

} // namespace wharf::accounts
