#include "tests/sandbox/gitlab/rest_guard.h"

#include <algorithm>

namespace wharf::sandbox {

namespace {

Answer invalidToken(const QString &description)
{
    return jsonAnswer(401, { { QStringLiteral("error"), QStringLiteral("invalid_token") }, { QStringLiteral("error_description"), description } });
}

} // namespace

Answer unauthorized()
{
    return apiMessage(401, QStringLiteral("401 Unauthorized"));
}

Answer apiMessage(int status, const QString &message)
{
    return jsonAnswer(status, { { QStringLiteral("message"), message } });
}

QString tokenOfRequest(const Request &request)
{
    const QByteArray own = request.header("PRIVATE-TOKEN");
    if (!own.isEmpty())
        return QString::fromUtf8(own);
    const QByteArray bearer = request.header("Authorization");
    if (bearer.left(7).compare("bearer ", Qt::CaseInsensitive) == 0)
        return QString::fromUtf8(bearer.mid(7).trimmed());
    return {};
}

std::variant<const AccessToken *, Answer> guard(const GitLabWorld &world, const Request &request, const QStringList &scopes, const QDateTime &now)
{
    const AccessToken *token = world.accessToken(tokenOfRequest(request));
    const User *user = token == nullptr ? nullptr : world.user(token->userId);
    if (user == nullptr || (!world.settings.accessTokens && token->owner != TokenOwner::OAuth))
        return unauthorized();
    if (token->revoked)
        return invalidToken(QStringLiteral("Token was revoked. You have to re-authorize from the user."));
    if (isExpired(*token, now))
        return invalidToken(QStringLiteral("Token is expired. You can either do re-authorization or token refresh."));
    if (token->owner == TokenOwner::Impersonation && !world.settings.impersonation)
        return invalidToken(QStringLiteral("Token is an impersonation token but impersonation was disabled."));
    const bool enough = scopes.isEmpty()
        || std::any_of(scopes.cbegin(), scopes.cend(), [&](const QString &scope) { return token->scopes.contains(scope); });
    if (!enough) {
        return jsonAnswer(403, { { QStringLiteral("error"), QStringLiteral("insufficient_scope") },
                                 { QStringLiteral("error_description"), QStringLiteral("The request requires higher privileges than provided by the access token.") },
                                 { QStringLiteral("scope"), scopes.join(QLatin1Char(' ')) } });
    }
    if (user->state != UserState::Active)
        return apiMessage(403, QStringLiteral("403 Forbidden - Your account has been blocked."));
    return token;
}

} // namespace wharf::sandbox
