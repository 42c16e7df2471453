#include "core/registry/reply_failure.h"

#include "core/net/exchange.h"
#include "core/net/tls_trust.h"
#include "core/registry/challenge.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace wharf::registry {

namespace {

QString firstString(const QJsonObject &object, std::initializer_list<QLatin1String> names)
{
    for (const QLatin1String name : names) {
        if (const QString text = object.value(name).toString(); !text.isEmpty())
            return text;
    }
    return {};
}

/// `errors[]` of the distribution spec; then what GitLab's REST API, OAuth servers and old registries write.
QString messageOf(const net::Reply &reply)
{
    const QJsonObject object = QJsonDocument::fromJson(reply.body).object();
    if (const QJsonValue errors = object.value(QLatin1String("errors")); errors.isArray() && !errors.toArray().isEmpty()) {
        const QJsonValue first = errors.toArray().first();
        if (first.isString())
            return first.toString();
        return firstString(first.toObject(), { QLatin1String("message"), QLatin1String("code") });
    }
    if (!object.isEmpty()) {
        return firstString(object, { QLatin1String("error_description"), QLatin1String("message"), QLatin1String("details"),
                                     QLatin1String("detail"), QLatin1String("error") });
    }
    return reply.header("Content-Type").startsWith("text/plain") ? QString::fromUtf8(reply.body.left(4096)) : QString();
}

/// `invalid_token` of a challenge, with dashes.
QString challengeError(const net::Reply &reply)
{
    const QList<Challenge> challenges = parseChallenges(reply.header("WWW-Authenticate"));
    for (const Challenge &challenge : challenges) {
        const QString error = challenge.error();
        if (error == QLatin1String("insufficient_scope") || error == QLatin1String("invalid_token"))
            return QString(error).replace(QLatin1Char('_'), QLatin1Char('-'));
    }
    return {};
}

/// GitLab bans an address with a text (of two versions), and a user on too many addresses with nothing but Retry-After.
bool isBan(const net::Reply &reply, const QString &message)
{
    return message.contains(QLatin1String("too many"), Qt::CaseInsensitive)
        || (reply.body.isEmpty() && !reply.header("Retry-After").isEmpty());
}

Kind kindOf(const net::Reply &reply, const QString &message, bool html)
{
    if (reply.status >= 500)
        return Kind::Server;
    switch (reply.status) {
    case 401: return Kind::Unauthorized;
    case 403: return html ? Kind::BadReply : isBan(reply, message) ? Kind::Throttled : Kind::Forbidden;
    case 404: return Kind::NotFound;
    case 429: return Kind::Throttled;
    default: return Kind::BadReply;
    }
}

} // namespace

bool isHtml(const net::Reply &reply)
{
    if (reply.header("Content-Type").toLower().startsWith("text/html"))
        return true;
    const QByteArray start = reply.body.left(256).trimmed().toLower();
    return start.startsWith("<!doctype html") || start.startsWith("<html");
}

Failure replyFailure(Stage stage, const net::Reply &reply, const Clock &clock, const std::optional<net::Authorization> &sent)
{
    const bool html = isHtml(reply);
    const QString message = html ? QString() : messageOf(reply);
    Failure failure { .stage = stage, .kind = kindOf(reply, message, html), .httpStatus = reply.status };
    failure.serverSaid = cleanServerText(QString::fromUtf8(net::withoutSecret(message.toUtf8(), sent)));
    failure.subject = html ? QStringLiteral("html")
        : reply.isRedirect() ? QStringLiteral("redirect")
        : reply.status == 401 ? challengeError(reply)
                              : QString();
    failure.retryAfterSeconds = reply.retryAfterSeconds(clock.now());
    failure.host = net::hostKey(reply.url);
    return failure;
}

} // namespace wharf::registry
