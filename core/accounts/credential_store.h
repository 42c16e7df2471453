#pragma once

#include "core/async/task.h"
#include "core/base/credential.h"
#include "core/base/result.h"

#include <QString>

namespace wharf::accounts {

/// Which place keeps the secrets; always shown to the user.
enum class StoreKind { Keychain, Vault, Memory };

/// Where secrets live. One per program, shared by the operations that need it.
///
/// Errors of all three: Stage::Keychain with Locked (asked to unlock and was not), Denied (the user or the system said no),
/// Absent (there is no such store here; for read() with `subject` "entry": no such entry), TooLarge, Cancelled, Offline
/// (the service went away). Never falls back to another store.
class CredentialStore {
public:
    CredentialStore() = default;
    CredentialStore(const CredentialStore &) = delete;
    CredentialStore &operator=(const CredentialStore &) = delete;
    virtual ~CredentialStore() = default;

    [[nodiscard]] virtual StoreKind kind() const = 0;
    /// "GNOME Keyring", "KWallet", "Encrypted vault": for people.
    [[nodiscard]] virtual QString name() const = 0;

    [[nodiscard]] virtual Task<Result<SharedSecret>> read(QString key) = 0;
    [[nodiscard]] virtual Task<Result<void>> write(QString key, SharedSecret secret) = 0;
    /// Removing what is not there is no error.
    [[nodiscard]] virtual Task<Result<void>> remove(QString key) = 0;

    /// Ends what is being waited for now, at once and as Cancelled: an interrupt, a time limit. What is asked later is asked
    /// as ever. Nothing where a store waits for nobody.
    virtual void endWaits() { }
};

/// True when read() failed because the store works and has no such entry.
[[nodiscard]] inline bool isMissingEntry(const Failure &failure)
{
    return failure.stage == Stage::Keychain && failure.kind == Kind::Absent && failure.subject == QLatin1String("entry");
}

/// The store the settings and the environment name: `WHARFINGER_STORE` (`keychain`, `vault`), then the vault where its file
/// exists already or `WHARFINGER_VAULT_PASSPHRASE` or `WHARFINGER_VAULT_PASSPHRASE_FILE` is set, then the keychain. The choice is made once, never by trying one and
/// falling back.
[[nodiscard]] std::shared_ptr<CredentialStore> openCredentialStore();

} // namespace wharf::accounts
