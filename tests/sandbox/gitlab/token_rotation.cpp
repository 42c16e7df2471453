#include "tests/sandbox/gitlab/token_rotation.h"

#include "tests/sandbox/gitlab/rest_guard.h"
#include "tests/sandbox/gitlab/routable_token.h"

#include <QJsonArray>

#include <algorithm>

namespace wharf::sandbox {

namespace {

int familyOf(const AccessToken &token)
{
    return token.family != 0 ? token.family : token.id;
}

void revokeFamily(GitLabWorld &world, int family)
{
    for (AccessToken &token : world.accessTokens) {
        if (familyOf(token) == family)
            token.revoked = true;
    }
}

/// None where the request names a day that is none, or one that is not in the future.
std::optional<QDate> newExpiry(const Request &request, const QDateTime &now)
{
    QString text = request.bodyValue(QStringLiteral("expires_at"));
    if (text.isEmpty())
        text = request.queryValue(QStringLiteral("expires_at"));
    if (text.isEmpty())
        return now.toUTC().date().addDays(7);
    const QDate day = QDate::fromString(text, Qt::ISODate);
    return day.isValid() && day > now.toUTC().date() ? std::optional(day) : std::nullopt;
}

} // namespace

QJsonObject tokenEntity(const AccessToken &token, const Settings &settings, const QDateTime &now)
{
    const bool expired = token.expiresAt.isValid() && token.expiresAt <= now.toUTC().date();
    QJsonObject entity {
        { QStringLiteral("id"), token.id },
        { QStringLiteral("name"), token.name },
        { QStringLiteral("revoked"), token.revoked },
        { QStringLiteral("created_at"), token.createdAt.toUTC().toString(Qt::ISODateWithMs) },
        { QStringLiteral("description"), QJsonValue::Null },
        { QStringLiteral("scopes"), QJsonArray::fromStringList(token.scopes) },
        { QStringLiteral("user_id"), token.userId },
        { QStringLiteral("last_used_at"), now.toUTC().toString(Qt::ISODateWithMs) },
        { QStringLiteral("active"), !token.revoked && !expired },
        { QStringLiteral("expires_at"), token.expiresAt.isValid() ? QJsonValue(token.expiresAt.toString(Qt::ISODate)) : QJsonValue(QJsonValue::Null) },
    };
    if (settings.wording == Wording::V19) {
        entity.insert(QStringLiteral("expired"), expired);
        entity.insert(QStringLiteral("granular"), token.granular);
    }
    return entity;
}

Answer rotate(GitLabWorld &world, const Request &request, std::optional<TokenOwner> owner, const QString &ownerPath, const QDateTime &now)
{
    const AccessToken *presented = world.accessToken(tokenOfRequest(request));
    if (presented != nullptr && presented->revoked) {
        revokeFamily(world, familyOf(*presented));
        return unauthorized();
    }
    const auto guarded = guard(world, request, { QStringLiteral("api"), QStringLiteral("self_rotate") }, now);
    if (const Answer *refusal = std::get_if<Answer>(&guarded))
        return *refusal;
    const AccessToken old = *std::get<const AccessToken *>(guarded);
    if (old.owner == TokenOwner::OAuth || (owner && old.owner != *owner))
        return apiMessage(405, QStringLiteral("405 Method Not Allowed"));
    if (owner && old.ownerPath.compare(ownerPath, Qt::CaseInsensitive) != 0)
        return unauthorized();
    const std::optional<QDate> expiry = newExpiry(request, now);
    if (!expiry)
        return jsonAnswer(400, { { QStringLiteral("error"), QStringLiteral("expires_at is invalid") } });

    AccessToken fresh = old;
    fresh.family = familyOf(old);
    fresh.value = routableToken("glpat-", "o:1\nu:" + QByteArray::number(old.userId, 36));
    fresh.createdAt = now;
    fresh.expiresAt = *expiry;
    for (AccessToken &token : world.accessTokens) {
        fresh.id = std::max(fresh.id, token.id + 1);
        if (token.value == old.value)
            token.revoked = true;
    }
    world.accessTokens << fresh;
    QJsonObject entity = tokenEntity(fresh, world.settings, now);
    entity.insert(QStringLiteral("token"), fresh.value);
    return jsonAnswer(200, entity);
}

} // namespace wharf::sandbox
