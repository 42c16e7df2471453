#pragma once

#include "core/async/task.h"
#include "core/base/result.h"
#include "core/net/session.h"

#include <optional>

namespace wharf::registry {

/// Starts a blob upload and takes it back: the one proof of the right to push that stores nothing.
/// POST `/v2/<repository>/blobs/uploads/`, then DELETE its `Location`, followed as given, the token only to `api`'s own origin.
/// `authorization`: none where the registry asks for nothing. A DELETE that is refused is no error: the registry clears unfinished
/// uploads itself; what it was refused for is given, for somebody with the right to delete.
/// Errors: Stage::Registry with Unauthorized (`insufficient-scope`, `invalid-token` as subject), Forbidden, NotFound, Server …
/// Source: distribution spec, end-4a and end-14.
[[nodiscard]] Task<Result<std::optional<QUrl>>> probeUpload(std::shared_ptr<net::Session> session, QUrl api, QString repository,
                                                            std::optional<net::Authorization> authorization);

/// The second half of it. False where it was refused.
[[nodiscard]] Task<bool> takeUploadBack(std::shared_ptr<net::Session> session, QUrl api, QUrl location,
                                        std::optional<net::Authorization> authorization);

} // namespace wharf::registry
