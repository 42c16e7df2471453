#pragma once

#include "core/accounts/account_file.h"
#include "core/accounts/credential_store.h"
#include "core/accounts/proof.h"

namespace wharf::accounts {

/// Everything a sign-in takes from the user.
struct SignInRequest {
    registry::RegistryHost host;
    Credential credential;
    TokenKind kind = TokenKind::Unknown; ///< Unknown: recognise it
    QString label;
    net::HostSettings network;
    bool verify = true;
    /// Clients get this account for its host from now on, as after `docker login`.
    bool makeActive = true;
    /// The account to give a new token to; null for the one with the same host and user name, or else a new one.
    QUuid replaces;
};

struct SignedIn {
    Account account;
    std::optional<Proof> proof; ///< none when it was not to be verified
};

/// What a session for this account must know: its host's settings, and its CA for whichever host it talks to (a realm
/// seldom has its registry's name). No other account's CA: one customer's must not vouch for another's servers.
[[nodiscard]] net::NetworkSettings networkSettings(const Account &account);

/// What is worth keeping of GitLab's answer; none where it gave none.
[[nodiscard]] std::optional<TokenFacts> factsOf(const Proof &proof, const QDateTime &now);

/// Proves the credential, stores its secret, then writes the account: in this order, so that a failure or a cancel at any
/// point leaves nothing behind (a secret whose account could not be written is taken out again, an old one put back).
/// Cancel: close the session. Errors: as proveCredential, CredentialStore and AccountFile.
[[nodiscard]] Task<Result<SignedIn>> signIn(std::shared_ptr<net::Session> session, std::shared_ptr<CredentialStore> store,
                                            AccountFile file, SignInRequest request, ProofObserver observer);

/// Takes the account out of the file, then its secret out of the store. The token stays valid at the registry.
/// A secret that cannot be removed (locked keychain) is reported, and the account is gone all the same.
[[nodiscard]] Task<Result<void>> signOut(std::shared_ptr<CredentialStore> store, AccountFile file, QUuid account);

} // namespace wharf::accounts
