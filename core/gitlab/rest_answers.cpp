#include "core/gitlab/rest_answers.h"

#include "core/base/json.h"

#include <QRegularExpression>

#include <algorithm>

namespace wharf::gitlab {

namespace {

QString text(const QJsonObject &object, const char *member)
{
    return object.value(QLatin1String(member)).toString();
}

Failure failure(Kind kind, int status, const char *subject = "")
{
    return { .stage = Stage::GitLab, .kind = kind, .httpStatus = status, .subject = QLatin1String(subject) };
}

/// Why a token was refused: the one place where GitLab tells expired from revoked from unknown. lib/api/api_guard.rb.
Failure unauthorized(int status, const QString &error, const QString &description)
{
    if (error == QLatin1String("dpop_error"))
        return failure(Kind::Forbidden, status, "dpop");
    const bool invalid = error == QLatin1String("invalid_token");
    if (invalid && description.startsWith(QLatin1String("Token is expired")))
        return failure(Kind::Unauthorized, status, "expired");
    if (invalid && description.startsWith(QLatin1String("Token was revoked")))
        return failure(Kind::Unauthorized, status, "revoked");
    if (invalid && description.contains(QLatin1String("impersonation")))
        return failure(Kind::Unauthorized, status, "impersonation-disabled");
    return failure(Kind::Unauthorized, status, "unknown-token");
}

/// An answer that is not 200. What is no JSON where JSON is due comes from something before GitLab.
Failure readFailure(int status, const QByteArray &body)
{
    if (status == 429)
        return failure(Kind::Throttled, status); // Rack::Attack answers in plain text
    if (status >= 500)
        return failure(Kind::Server, status);
    const auto object = json::readObject(body);
    if (!object || status < 400)
        return failure(Kind::BadReply, status);

    const QString error = text(*object, "error");
    const QString description = text(*object, "error_description");
    const QString message = text(*object, "message");
    Failure result = failure(Kind::BadReply, status);
    if (status == 401)
        result = unauthorized(status, error, description);
    else if (status == 403)
        result = failure(Kind::Forbidden, status, error == QLatin1String("insufficient_scope") ? "insufficient-scope" : "");
    else if (status == 404)
        result = failure(Kind::NotFound, status);
    else if (status == 400)
        result = failure(Kind::Invalid, status);
    result.serverSaid = cleanServerText(!description.isEmpty() ? description : !message.isEmpty() ? message : error);
    return result;
}

} // namespace

Result<TokenInfo> readTokenInfo(int status, const QByteArray &body)
{
    if (status != 200)
        return fail(readFailure(status, body));
    const auto object = json::readObject(body);
    const auto id = object ? json::integer(*object, QStringLiteral("id")) : std::nullopt;
    if (!id || !object->value(QLatin1String("scopes")).isArray() || !object->value(QLatin1String("active")).isBool())
        return fail(failure(Kind::BadReply, status));

    TokenInfo info;
    info.id = *id;
    info.name = text(*object, "name");
    info.scopes = json::strings(*object, QStringLiteral("scopes"));
    info.userId = json::integer(*object, QStringLiteral("user_id")).value_or(0);
    info.active = object->value(QLatin1String("active")).toBool();
    info.revoked = object->value(QLatin1String("revoked")).toBool();
    info.granular = object->value(QLatin1String("granular")).toBool();
    // A date, or a time that begins with one.
    info.expiresAt = QDate::fromString(text(*object, "expires_at").left(10), Qt::ISODate);
    info.lastUsedAt = QDateTime::fromString(text(*object, "last_used_at"), Qt::ISODateWithMs).toUTC();
    return info;
}

Result<JobInfo> readJobInfo(int status, const QByteArray &body)
{
    if (status != 200) {
        Failure failed = readFailure(status, body);
        // A job's token is unknown from the moment the job ends.
        if (failed.kind == Kind::Unauthorized)
            failed.subject = QStringLiteral("job-finished");
        return fail(std::move(failed));
    }
    const auto object = json::readObject(body);
    const auto id = object ? json::integer(*object, QStringLiteral("id")) : std::nullopt;
    if (!id)
        return fail(failure(Kind::BadReply, status));

    JobInfo info;
    info.id = *id;
    info.name = text(*object, "name");
    info.status = text(*object, "status");
    info.userName = text(object->value(QLatin1String("user")).toObject(), "username");
    info.webUrl = QUrl(text(*object, "web_url"), QUrl::StrictMode);
    return info;
}

void addOwner(TokenInfo &info, int status, const QByteArray &body)
{
    const auto object = status == 200 ? json::readObject(body) : std::nullopt;
    if (!object)
        return;
    // Older versions have no `bot`; the names are GitLab's own and cannot be chosen.
    static const QRegularExpression botName(QStringLiteral("\\A(?:project|group)_\\d+_bot(?:_|\\d|\\z)"));
    info.userName = text(*object, "username");
    info.bot = object->value(QLatin1String("bot")).toBool() || botName.match(info.userName).hasMatch();
}

bool mayAskForOwner(const TokenInfo &info)
{
    return std::any_of(info.scopes.begin(), info.scopes.end(), [](const QString &scope) {
        return scope == QLatin1String("api") || scope == QLatin1String("read_api") || scope == QLatin1String("read_user");
    });
}

} // namespace wharf::gitlab
