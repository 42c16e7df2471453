#include "core/registry/token_reply.h"

#include "core/net/tls_trust.h"
#include "core/registry/jwt.h"
#include "core/registry/reply_failure.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace wharf::registry {

namespace {

/// Ten years: beyond it, somebody wrote milliseconds, a date, or nonsense.
constexpr qint64 longestLife = qint64(10) * 365 * 24 * 3600;

std::optional<qint64> sensibleSeconds(const QJsonValue &value)
{
    bool number = value.isDouble();
    const double seconds = number ? value.toDouble() : value.toString().trimmed().toDouble(&number);
    if (!number || !std::isfinite(seconds) || seconds < 1 || seconds > static_cast<double>(longestLife))
        return {};
    return static_cast<qint64>(seconds);
}

SharedSecret secretOf(const QJsonObject &object, std::initializer_list<QLatin1String> names)
{
    for (const QLatin1String name : names) {
        QByteArray bytes = object.value(name).toString().toUtf8();
        if (bytes.isEmpty())
            continue;
        auto secret = std::make_shared<const Secret>(bytes);
        wipe(bytes);
        return secret;
    }
    return {};
}

std::optional<qint64> jwtSeconds(const Secret &token)
{
    return token.reveal([](QByteArrayView bytes) -> std::optional<qint64> {
        const auto claims = JwtClaims::decode(bytes);
        const auto seconds = claims ? claims->lifetimeSeconds() : std::nullopt;
        return seconds && *seconds <= longestLife ? seconds : std::nullopt;
    });
}

void setLifetime(AccessToken &token, std::optional<qint64> expiresIn, std::optional<qint64> jwt)
{
    if (expiresIn && (!jwt || *expiresIn <= *jwt)) {
        token.lifetime = std::chrono::seconds(*expiresIn);
        token.lifetimeSource = LifetimeSource::ExpiresIn;
    } else if (jwt) {
        token.lifetime = std::chrono::seconds(*jwt);
        token.lifetimeSource = LifetimeSource::JwtExpiry;
    }
}

} // namespace

Result<AccessToken> readTokenReply(const net::Reply &reply, const QList<Scope> &requested, const Clock &clock)
{
    const auto refuse = [&reply](const QString &reason) {
        return fail({ .stage = Stage::Token, .kind = Kind::BadReply, .httpStatus = reply.status, .subject = reason,
                      .host = net::hostKey(reply.url) });
    };
    if (isHtml(reply))
        return refuse(QStringLiteral("html"));
    const QJsonDocument document = QJsonDocument::fromJson(reply.body);
    if (!document.isObject())
        return refuse(QStringLiteral("not-json"));
    const QJsonObject object = document.object();

    AccessToken token;
    token.token = secretOf(object, { QLatin1String("token"), QLatin1String("access_token") });
    if (!token.token)
        return refuse(QStringLiteral("no-token"));
    token.refreshToken = secretOf(object, { QLatin1String("refresh_token") });
    token.requested = requested;
    token.receivedAt = clock.monotonic();
    token.receivedAtWall = clock.now();
    setLifetime(token, sensibleSeconds(object.value(QLatin1String("expires_in"))), jwtSeconds(*token.token));
    return token;
}

} // namespace wharf::registry
