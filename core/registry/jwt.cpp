#include "core/registry/jwt.h"

#include "core/base/base64url.h"
#include "core/base/json.h"

#include <QJsonArray>
#include <QSet>

namespace wharf::registry {

namespace {

constexpr qsizetype longestToken = qsizetype(64) * 1024;

tl::unexpected<Failure> refuse(const char *reason)
{
    return fail({ .stage = Stage::Token, .kind = Kind::Malformed, .subject = QLatin1String(reason) });
}

std::optional<QJsonObject> readPart(QByteArrayView part)
{
    const auto bytes = decodeBase64Url(part);
    return bytes ? json::readObject(*bytes) : std::nullopt;
}

/// `aud` is one string or an array of them. RFC 7519 §4.1.3.
QStringList readAudience(const QJsonObject &payload)
{
    const QJsonValue value = payload.value(QLatin1String("aud"));
    return value.isString() ? QStringList(value.toString()) : json::strings(payload, QStringLiteral("aud"));
}

QList<AccessEntry> readAccess(const QJsonObject &payload)
{
    QList<AccessEntry> access;
    const QJsonArray array = payload.value(QLatin1String("access")).toArray();
    for (const QJsonValue &value : array) {
        const QJsonObject object = value.toObject();
        AccessEntry entry;
        entry.scope.type = object.value(QLatin1String("type")).toString();
        entry.scope.name = object.value(QLatin1String("name")).toString();
        if (entry.scope.type.isEmpty() || entry.scope.name.isEmpty())
            continue;
        const QString resourceClass = object.value(QLatin1String("class")).toString();
        if (!resourceClass.isEmpty())
            entry.scope.type += QLatin1Char('(') + resourceClass + QLatin1Char(')');
        entry.scope.actions = json::strings(object, QStringLiteral("actions"));
        entry.meta = object.value(QLatin1String("meta")).toObject();
        access.append(std::move(entry));
    }
    return access;
}

/// GitLab's `user` is a token of its own; only what it says is of interest here, not who signed it.
QJsonObject readUserInfo(const QJsonObject &payload)
{
    const QList<QByteArray> parts = payload.value(QLatin1String("user")).toString().toLatin1().split('.');
    if (parts.size() != 3)
        return {};
    const auto nested = readPart(parts.at(1));
    return nested ? nested->value(QLatin1String("user_info")).toObject() : QJsonObject();
}

/// Servers may leave the class out of what they grant: it plays no part in who may do what.
QString withoutClass(const QString &type)
{
    return type.section(QLatin1Char('('), 0, 0);
}

} // namespace

Result<JwtClaims> JwtClaims::decode(QByteArrayView compact)
{
    if (compact.size() > longestToken)
        return refuse("too-large");
    const QList<QByteArray> parts = compact.toByteArray().split('.');
    if (parts.size() != 3)
        return refuse("not-a-jwt");
    const auto header = readPart(parts.at(0));
    if (!header)
        return refuse("header");
    const auto payload = readPart(parts.at(1));
    if (!payload)
        return refuse("payload");

    JwtClaims claims;
    claims.header = *header;
    claims.payload = *payload;
    claims.algorithm = header->value(QLatin1String("alg")).toString();
    claims.keyId = header->value(QLatin1String("kid")).toString();
    claims.issuer = payload->value(QLatin1String("iss")).toString();
    claims.subject = payload->value(QLatin1String("sub")).toString();
    claims.audience = readAudience(*payload);
    claims.expires = json::numericDate(*payload, QStringLiteral("exp"));
    claims.notBefore = json::numericDate(*payload, QStringLiteral("nbf"));
    claims.issuedAt = json::numericDate(*payload, QStringLiteral("iat"));
    claims.tokenId = payload->value(QLatin1String("jti")).toString();
    claims.authType = payload->value(QLatin1String("auth_type")).toString();
    claims.access = readAccess(*payload);
    claims.userInfo = readUserInfo(*payload);
    return claims;
}

std::optional<qint64> JwtClaims::lifetimeSeconds() const
{
    if (!expires.isValid() || !issuedAt.isValid())
        return std::nullopt;
    const qint64 seconds = issuedAt.secsTo(expires);
    return seconds > 0 ? std::optional(seconds) : std::nullopt;
}

QList<GrantRow> compareGrants(const QList<Scope> &requested, const QList<AccessEntry> &granted)
{
    const auto key = [](const Scope &scope, const QString &action) {
        return QStringList { withoutClass(scope.type), scope.name, action };
    };
    QSet<QStringList> allowed;
    for (const AccessEntry &entry : granted) {
        for (const QString &action : entry.scope.actions)
            allowed.insert(key(entry.scope, action));
    }

    QList<GrantRow> rows;
    QSet<QStringList> listed;
    const auto list = [&](const Scope &scope) {
        for (const QString &action : scope.actions) {
            const QStringList row = key(scope, action);
            if (listed.contains(row))
                continue;
            listed.insert(row);
            const bool may = allowed.contains(row) || allowed.contains(key(scope, QStringLiteral("*")));
            rows.append({ scope.type, scope.name, action, may ? Grant::Granted : Grant::Refused });
        }
    };
    for (const Scope &scope : requested)
        list(scope);
    for (const AccessEntry &entry : granted)
        list(entry.scope);
    return rows;
}

} // namespace wharf::registry
