#include "tests/push/token_expiry.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace wharf::rig {

std::optional<qint64> expiryOf(const QByteArray &authorization)
{
    const QByteArray claims = QByteArray::fromBase64(authorization.split('.').value(1), QByteArray::Base64UrlEncoding);
    const QJsonValue expiry = QJsonDocument::fromJson(claims).object().value(QStringLiteral("exp"));
    return expiry.isDouble() ? std::optional(expiry.toInteger()) : std::nullopt;
}

} // namespace wharf::rig
