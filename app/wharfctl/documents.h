#pragma once

#include "core/accounts/account.h"
#include "core/base/failure.h"
#include "core/registry/access_token.h"
#include "core/registry/jwt.h"

#include <QJsonArray>
#include <QJsonObject>

namespace wharf::ctl {

// The parts of the documents that --json prints. Their schemas are in resources/schemas.

[[nodiscard]] QJsonObject failureDocument(const Failure &failure, const QString &host);
[[nodiscard]] QJsonObject accountDocument(const accounts::Account &account, bool active);
[[nodiscard]] QJsonObject tokenDocument(const registry::AccessToken &token, const Clock &clock);
[[nodiscard]] QJsonArray grantDocuments(const QList<registry::GrantRow> &rows);
/// RFC 3339, UTC; null where invalid.
[[nodiscard]] QJsonValue timeDocument(const QDateTime &time);
[[nodiscard]] QString grantName(registry::Grant grant);

} // namespace wharf::ctl
