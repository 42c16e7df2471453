#pragma once

#include "core/async/task.h"
#include "core/base/result.h"
#include "core/net/session.h"
#include "core/registry/access_token.h"
#include "core/registry/challenge.h"

namespace wharf::registry {

/// Trades a challenge and a credential for an access token. One attempt; the caller owns the retry policy.
///
/// GET with Basic (token spec); POST (OAuth2 spec) for an identity token, with a fall-back to GET where POST is not
/// implemented (400, 401, 404, 405: observed). Redirects by hand, 5 at most: the credential goes along only within the
/// realm's own origin, or from http to https of the same host and default ports; elsewhere the hop is a Kind::Refused
/// failure with the target as subject. An `http` realm gets a credential only where plain HTTP is allowed for that host.
/// A relative realm is resolved against `api`.
/// Errors: as Session::send; Stage::Challenge, Kind::Malformed (realm); Stage::Token with Unauthorized, Forbidden,
/// Throttled, NotFound, Server, BadReply (HTML, no JSON, no token), Refused; `serverSaid` is the first message of `errors[]`.
/// Source: distribution spec, token and oauth authentication.
[[nodiscard]] Task<Result<AccessToken>> exchangeToken(std::shared_ptr<net::Session> session, QUrl api, Challenge challenge,
                                                      QList<Scope> scopes, Credential credential);

} // namespace wharf::registry
