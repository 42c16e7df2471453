#pragma once

#include "core/base/clock.h"
#include "core/base/failure.h"
#include "core/net/http.h"

namespace wharf::registry {

/// What an answer that is no success means: the one place where a status and a body become a Failure.
///
/// `serverSaid` is the first message of `errors[]` (or what realms say instead), or a plain text; `subject` is
/// `insufficient-scope` or `invalid-token` where a 401 says so, `html` where a page came instead of an answer, `redirect`
/// for a 3xx. A page is Kind::BadReply unless its status says enough (401, 404, 429, 5xx). GitLab's bans come as 403
/// and are Kind::Throttled. `sent` is taken out of what the server says back.
[[nodiscard]] Failure replyFailure(Stage stage, const net::Reply &reply, const Clock &clock,
                                   const std::optional<net::Authorization> &sent = {});

/// True for a page: by its type, or by its first bytes where the type is missing or wrong.
[[nodiscard]] bool isHtml(const net::Reply &reply);

} // namespace wharf::registry
