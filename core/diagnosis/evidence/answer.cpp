#include "core/diagnosis/evidence/answer.h"

#include "core/registry/challenge.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace wharf::diagnosis {

namespace {

// Registries say `errors[]`; realms and proxies say what they like.
QJsonObject firstError(const QString &body)
{
    const QJsonObject document = QJsonDocument::fromJson(body.toUtf8()).object();
    const QJsonObject error = document.value(QLatin1String("errors")).toArray().first().toObject();
    return error.isEmpty() ? document : error;
}

QString firstText(const QJsonObject &object, std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        const QJsonValue value = object.value(QLatin1String(name));
        if (value.isString() && !value.toString().isEmpty())
            return value.toString();
    }
    return {};
}

} // namespace

bool Answer::isRedirect() const
{
    const bool moves = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    return moves && !header(QStringLiteral("location")).isEmpty();
}

QUrl Answer::location() const
{
    const QString target = header(QStringLiteral("location"));
    return target.isEmpty() ? QUrl() : QUrl(url).resolved(QUrl(target));
}

QString Answer::mediaType() const
{
    return header(QStringLiteral("content-type")).section(QLatin1Char(';'), 0, 0).trimmed().toLower();
}

bool Answer::isHtml() const
{
    const QString type = mediaType();
    if (type == QLatin1String("text/html") || type == QLatin1String("application/xhtml+xml"))
        return true;
    const QString start = body.left(256).trimmed().toLower();
    return start.startsWith(QLatin1String("<!doctype html")) || start.startsWith(QLatin1String("<html"));
}

QString Answer::errorCode() const
{
    return firstText(firstError(body), { "code", "error" });
}

QString Answer::errorMessage() const
{
    const QString message = firstText(firstError(body), { "message", "error_description", "details", "detail", "error" });
    if (!message.isEmpty() || isHtml())
        return message;
    return mediaType() == QLatin1String("text/plain") ? body.trimmed().left(1024) : QString();
}

QString Answer::challengeError() const
{
    const QList<registry::Challenge> challenges = registry::parseChallenges(header(QStringLiteral("www-authenticate")).toUtf8());
    for (const registry::Challenge &challenge : challenges) {
        if (challenge.isBearer() && !challenge.error().isEmpty())
            return challenge.error();
    }
    return {};
}

bool Answer::sameAs(const Answer &other) const
{
    return status == other.status && mediaType() == other.mediaType() && errorCode() == other.errorCode()
        && errorMessage() == other.errorMessage() && answered() == other.answered();
}

} // namespace wharf::diagnosis
