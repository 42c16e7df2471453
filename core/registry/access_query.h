#pragma once

#include "core/registry/jwt.h"
#include "core/registry/token_exchange.h"

namespace wharf::registry {

/// What a credential may do in one repository, as far as it could be asked without changing anything.
struct AccessAnswer {
    QList<GrantRow> rows; ///< pull, push, delete, in this order
    /// False: the registry has no such repository, or does not show it. A push may still be allowed to create it.
    bool exists = false;
    /// The token's `access` claim could not be read: `pull` is what a request showed, the rest is not asked.
    bool opaque = false;
    std::optional<AccessToken> token;  ///< the last one that was exchanged
    std::optional<JwtClaims> claims;
    /// *Check push right*: an upload started and taken back. None when it was not asked for, or push was not granted.
    std::optional<Result<void>> pushProof;
};

/// How far the question may go.
struct AccessQuestion {
    QString repository;
    /// Start an upload and take it back.
    bool probePush = false;
    /// Ask for push although the repository does not exist. GitLab then creates its record: only with the user's consent.
    bool mayCreate = false;
};

/// Asks for pull first, and for push and delete only where the repository exists (or `mayCreate`): GitLab creates the
/// record of a repository that a push scope is granted for. Basic registries: pull by a request, push by the probe alone.
/// Errors: as exchangeToken() and Session::send().
[[nodiscard]] Task<Result<AccessAnswer>> queryAccess(std::shared_ptr<net::Session> session, QUrl api, Challenge challenge,
                                                     Credential credential, AccessQuestion question);

} // namespace wharf::registry
