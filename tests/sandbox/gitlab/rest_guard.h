#pragma once

#include "tests/sandbox/gitlab/identity.h"

#include <variant>

namespace wharf::sandbox {

/// `401 Unauthorized`, as the API says it to nobody in particular.
[[nodiscard]] Answer unauthorized();
/// `{"message":"404 Project Not Found"}` and its like.
[[nodiscard]] Answer apiMessage(int status, const QString &message);

/// The secret of `PRIVATE-TOKEN` or `Authorization: Bearer`; empty where there is none.
[[nodiscard]] QString tokenOfRequest(const Request &request);

/// The access token that a request comes with, or the answer that says what is wrong with it.
/// `scopes`: one of them is needed; empty: any will do. `api` is always enough, `read_api` for reading.
[[nodiscard]] std::variant<const AccessToken *, Answer> guard(const GitLabWorld &world, const Request &request, const QStringList &scopes, const QDateTime &now);

} // namespace wharf::sandbox
