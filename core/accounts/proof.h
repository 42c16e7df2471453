#pragma once

#include "core/accounts/token_kind.h"
#include "core/async/task.h"
#include "core/base/credential.h"
#include "core/base/result.h"
#include "core/gitlab/token_info.h"
#include "core/net/session.h"
#include "core/registry/access_token.h"
#include "core/registry/jwt.h"
#include "core/registry/ping.h"
#include "core/registry/registry_host.h"

#include <functional>
#include <optional>

namespace wharf::accounts {

/// The steps of a proof, in order; the window ticks them off while they run.
enum class ProofStep { LookAtToken, ReachRegistry, ExchangeToken, ProveAtRegistry, AskGitLab };
enum class StepOutcome { Running, Done, Failed, Skipped };
/// Called on the thread of the event loop, in order.
using ProofObserver = std::function<void(ProofStep, StepOutcome)>;

/// What proving a credential brought to light.
struct Proof {
    registry::Ping ping;
    registry::Challenge challenge;
    bool basic = false;         ///< a Basic registry: no access token
    bool unchallenged = false;  ///< `/v2/` asks nobody for anything: nothing was proven
    std::optional<registry::AccessToken> token;
    std::optional<registry::JwtClaims> claims; ///< none for an opaque token
    std::optional<gitlab::TokenInfo> tokenInfo;
    std::optional<Failure> gitLabFailure; ///< why GitLab told nothing; never fails the proof
    TokenKind kind = TokenKind::Unknown;  ///< after all that was learnt
    /// Who the registry says this is (`sub`, or GitLab's answer); empty where nothing said.
    QString userName;
};

/// Why this credential cannot work, as far as it can be told without asking anybody; none where nothing speaks against it.
/// Stage::Input, Kind::Invalid; subject `not-for-registries`, `checksum`, `mangled`, `empty`, `user-name`, `user-name-colon`.
[[nodiscard]] std::optional<Failure> objectionTo(const Credential &credential, TokenKind kind);

/// Proves a credential against the real registry: look, ping, exchange, `/v2/` with the token, and what GitLab says of it.
/// Stops at the first failure of the first four; a token that cannot work fails at LookAtToken, before anything is sent
/// (see objectionTo()).
/// After a 401 from the realm of a GitLab the REST API is asked why, and the failure's subject says so (`expired`, `revoked`).
[[nodiscard]] Task<Result<Proof>> proveCredential(std::shared_ptr<net::Session> session, registry::RegistryHost host,
                                                  Credential credential, TokenKind kind, ProofObserver observer);

/// The user name of an access token that came without one. GitLab takes any with it but an empty one, with which Docker
/// sends no credential at all.
[[nodiscard]] QString nameForNamelessToken();

} // namespace wharf::accounts
