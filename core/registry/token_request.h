#pragma once

#include "core/base/credential.h"
#include "core/base/result.h"
#include "core/net/http.h"
#include "core/registry/challenge.h"

namespace wharf::registry {

/// The URL of the realm, resolved against `api` where it is relative, its own query kept.
/// Errors: Stage::Challenge, Kind::Malformed, subject `realm`.
[[nodiscard]] Result<QUrl> realmUrl(const QUrl &api, const Challenge &challenge);

/// The token spec's request: GET with `service`, one `scope` for each, `client_id`, `account`; Basic unless anonymous.
[[nodiscard]] net::Request tokenGet(const QUrl &realm, const QString &service, const QList<Scope> &scopes, const Credential &credential);

/// The OAuth2 spec's request for an identity token: POST, grant_type=refresh_token.
[[nodiscard]] net::Request tokenPost(const QUrl &realm, const QString &service, const QList<Scope> &scopes, const Credential &credential);

} // namespace wharf::registry
