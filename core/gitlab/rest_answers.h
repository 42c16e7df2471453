#pragma once

#include "core/gitlab/token_info.h"

namespace wharf::gitlab {

/// Reads what GitLab's REST API answered, apart from how it was asked. Errors as askAboutToken() and askAboutJob() have them,
/// without `Retry-After`; `serverSaid` is `error_description` or `message`.
[[nodiscard]] Result<TokenInfo> readTokenInfo(int status, const QByteArray &body);
[[nodiscard]] Result<JobInfo> readJobInfo(int status, const QByteArray &body);

/// Adds the owner's name from `GET /user`, and whether it is a project's or group's bot. Any other answer adds nothing.
void addOwner(TokenInfo &info, int status, const QByteArray &body);

/// Whether a token of these scopes may `GET /user`.
[[nodiscard]] bool mayAskForOwner(const TokenInfo &info);

} // namespace wharf::gitlab
