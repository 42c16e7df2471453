#pragma once

#include "tests/sandbox/gitlab/message.h"
#include "tests/sandbox/gitlab/world.h"

namespace wharf::sandbox {

/// What a token's own record looks like in the API. Source: lib/api/entities/personal_access_token.rb.
[[nodiscard]] QJsonObject tokenEntity(const AccessToken &token, const Settings &settings, const QDateTime &now);

/// `POST …/self/rotate` of a personal (`owner` empty), project's or group's token. The old token dies at once;
/// rotating a revoked one revokes all that came from it. Source: lib/api/personal_access_tokens/self_rotation.rb.
[[nodiscard]] Answer rotate(GitLabWorld &world, const Request &request, std::optional<TokenOwner> owner, const QString &ownerPath, const QDateTime &now);

} // namespace wharf::sandbox
