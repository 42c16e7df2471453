#pragma once

#include "core/accounts/credential_store.h"
#include "core/accounts/keychain_backend.h"
#include "core/accounts/keychain_line.h"
#include "core/accounts/secret_chunks.h"

namespace wharf::accounts {

/// The desktop's keychain through QtKeychain: Secret Service, KWallet, macOS Keychain, Windows Credential Manager.
///
/// Subjects of its failures, besides the store's own: `prompt` (Locked: nobody answered, or could), `no-session-bus`,
/// `no-service`, `event-loop` (Absent), `no-answer` (Offline). Linux: libsecret is loaded at run time (libsecret-1.so.0)
/// and found whatever the desktop is called; only `XDG_CURRENT_DESKTOP=KDE` leads QtKeychain to KWallet.
class KeychainStore final : public CredentialStore {
public:
    explicit KeychainStore(KeychainPatience patience = {}, QString service = keychainService);

    [[nodiscard]] StoreKind kind() const override { return StoreKind::Keychain; }
    [[nodiscard]] QString name() const override;

    [[nodiscard]] Task<Result<SharedSecret>> read(QString key) override;
    [[nodiscard]] Task<Result<void>> write(QString key, SharedSecret secret) override;
    [[nodiscard]] Task<Result<void>> remove(QString key) override;

private:
    std::shared_ptr<KeychainLine> m_line;
    KeychainPatience m_patience;
};

} // namespace wharf::accounts
