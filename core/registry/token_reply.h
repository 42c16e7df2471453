#pragma once

#include "core/base/result.h"
#include "core/net/http.h"
#include "core/registry/access_token.h"

namespace wharf::registry {

/// Reads a realm's 200. `token` or `access_token`; how long it lives is the smallest of `expires_in` (a number, or one in
/// quotes) and the JWT's `exp − iat`, 60 s where neither is sensible. `issued_at` is the server's clock, and not used.
/// Errors: Stage::Token, Kind::BadReply with subject `html`, `not-json`, `no-token`.
/// Source: distribution spec, token authentication.
[[nodiscard]] Result<AccessToken> readTokenReply(const net::Reply &reply, const QList<Scope> &requested, const Clock &clock);

} // namespace wharf::registry
