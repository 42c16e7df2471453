#pragma once

#include "core/accounts/credential_store.h"
#include "core/accounts/passphrase.h"

#include <QString>

namespace wharf::accounts {

/// Why this store and not another: shown beside its name.
enum class StoreReason { NamedByEnvironment, VaultExists, PassphraseGiven, Default };

/// The store a program is to use, before it is opened.
struct StoreChoice {
    StoreKind kind = StoreKind::Keychain;
    StoreReason reason = StoreReason::Default;
};

/// `named` is what `WHARFINGER_STORE` says. Pure, but for looking whether `vaultFile` exists.
/// Errors: Stage::Keychain, Kind::Invalid, subject `WHARFINGER_STORE`: it names no store.
[[nodiscard]] Result<StoreChoice> chooseStore(const QString &named, const QString &vaultFile, const PassphraseSource &source);

/// `keychain`, `vault`, `memory`: for JSON.
[[nodiscard]] QString storeKindName(StoreKind kind);

/// What is always shown: which store, under which name, and where.
struct StoreDescription {
    StoreKind kind = StoreKind::Keychain;
    QString name;
    QString path; ///< the vault's file; empty elsewhere
};

[[nodiscard]] StoreDescription describeStore(const CredentialStore &store);

} // namespace wharf::accounts
