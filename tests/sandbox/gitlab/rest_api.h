#pragma once

#include "tests/sandbox/gitlab/message.h"
#include "tests/sandbox/gitlab/world.h"

namespace wharf::sandbox {

/// Answers below `/api/v4`. `path` has no prefix: `/personal_access_tokens/self`.
/// Rotation and revocation change `world`; nothing else does.
/// Source: lib/api/api_guard.rb and the API classes that it guards.
[[nodiscard]] Answer restAnswer(GitLabWorld &world, const QByteArray &path, const Request &request, const QDateTime &now);

} // namespace wharf::sandbox
