#pragma once

#include "core/async/task.h"
#include "core/base/result.h"
#include "core/net/session.h"

#include <optional>

namespace wharf::registry {

/// Starts a blob upload and takes it back: the one proof of the right to push that stores nothing.
/// POST `/v2/<repository>/blobs/uploads/`, then DELETE its `Location`, followed as given, the token only to `api`'s own origin.
/// `authorization`: none where the registry asks for nothing. A DELETE that is refused is no error: the registry clears unfinished uploads itself.
/// Errors: Stage::Registry with Unauthorized (`insufficient-scope`, `invalid-token` as subject), Forbidden, NotFound, Server …
/// Source: distribution spec, end-4a and end-14.
[[nodiscard]] Task<Result<void>> probeUpload(std::shared_ptr<net::Session> session, QUrl api, QString repository,
                                             std::optional<net::Authorization> authorization);

} // namespace wharf::registry
