#pragma once

#include "core/accounts/credential_store.h"
#include "core/accounts/keychain_backend.h"
#include "core/accounts/keychain_line.h"
#include "core/accounts/secret_chunks.h"

namespace wharf::accounts {

/// The desktop's keychain: the Secret Service spoken to directly, or KWallet, macOS Keychain and Windows Credential Manager
/// through QtKeychain.
///
/// Subjects of its failures, besides the store's own: `prompt` (Locked: nobody answered, or could), `no-session-bus`,
/// `no-service` (Absent), `no-answer` (Offline). On Linux the Secret Service is found whatever the desktop is called; only a
/// KDE before its version 6 leads to KWallet (see usesKWallet()).
class KeychainStore final : public CredentialStore {
public:
    explicit KeychainStore(KeychainPatience patience = {}, const QString &service = keychainService);

    [[nodiscard]] StoreKind kind() const override { return StoreKind::Keychain; }
    [[nodiscard]] QString name() const override;

    [[nodiscard]] Task<Result<SharedSecret>> read(QString key) override;
    [[nodiscard]] Task<Result<void>> write(QString key, SharedSecret secret) override;
    [[nodiscard]] Task<Result<void>> remove(QString key) override;
    void endWaits() override;

private:
    std::shared_ptr<KeychainLine> m_line;
    KeychainPatience m_patience;
};

} // namespace wharf::accounts
