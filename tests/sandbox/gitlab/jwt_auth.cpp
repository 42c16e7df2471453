#include "tests/sandbox/gitlab/jwt_auth.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace wharf::sandbox {

namespace {

Answer accessForbidden()
{
    return errorAnswer(403, QStringLiteral("DENIED"), QStringLiteral("access forbidden"), true);
}

Answer plainError(int status, const QString &message)
{
    return jsonAnswer(status, { { QStringLiteral("message"), message },
                                { QStringLiteral("status"), QStringLiteral("error") },
                                { QStringLiteral("http_status"), status } });
}

/// Values may be repeated, and each may be a list. None where one has not three parts, which GitLab does not survive.
std::optional<QList<ScopeRequest>> requestedScopes(const Request &request)
{
    QList<ScopeRequest> scopes;
    for (const QString &value : request.queryValues(QStringLiteral("scope"))) {
        for (const QString &text : value.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            const QString name = text.section(QLatin1Char(':'), 1, 1);
            const QString actions = text.section(QLatin1Char(':'), 2);
            if (text.count(QLatin1Char(':')) < 2)
                return std::nullopt;
            scopes.append({ text.section(QLatin1Char(':'), 0, 0), name, actions.split(QLatin1Char(','), Qt::SkipEmptyParts) });
        }
    }
    return scopes;
}

bool matches(const QString &pattern, const QString &path)
{
    const QString expression = QRegularExpression::wildcardToRegularExpression(QString(pattern).replace(QLatin1Char('/'), QLatin1Char('\n')));
    // Wildcards of QRegularExpression stop at a slash; those of GitLab do not.
    return QRegularExpression(expression).match(QString(path).replace(QLatin1Char('/'), QLatin1Char('\n'))).hasMatch();
}

bool grantsPush(const Grant &grant)
{
    return grant.actions.contains(QLatin1String("push")) || grant.actions.contains(QLatin1String("*"));
}

bool isProtected(const GitLabWorld &world, const Identity &identity, const Grant &grant)
{
    if (grant.project == nullptr || !grantsPush(grant))
        return false;
    const Role role = identity.user != nullptr ? world.role(identity.user->id, *grant.project) : Role::None;
    return std::any_of(grant.project->repositoryRules.cbegin(), grant.project->repositoryRules.cend(),
                       [&](const RepositoryRule &rule) { return role < rule.pushRole && matches(rule.pattern.toLower(), grant.name); });
}

QJsonValue userInfo(const Identity &identity)
{
    if (identity.deployToken != nullptr) {
        return QJsonObject { { QStringLiteral("token_type"), identity.authType },
                             { QStringLiteral("username"), identity.deployToken->username },
                             { QStringLiteral("deploy_token_id"), identity.deployToken->id } };
    }
    if (identity.user != nullptr) {
        return QJsonObject { { QStringLiteral("token_type"), identity.authType },
                             { QStringLiteral("username"), identity.user->username },
                             { QStringLiteral("user_id"), identity.user->id } };
    }
    return QJsonValue::Null;
}

QJsonObject timedClaims(const GitLabWorld &world, const QString &service, const QDateTime &now)
{
    const qint64 issued = now.toSecsSinceEpoch();
    return { { QStringLiteral("iss"), world.settings.issuer },
             { QStringLiteral("aud"), service },
             { QStringLiteral("iat"), issued },
             { QStringLiteral("nbf"), issued - 5 },
             { QStringLiteral("exp"), issued + world.settings.tokenLifetimeSeconds } };
}

JwtAuthDecision containerRegistry(const GitLabWorld &world, const Request &request, const Identity &identity, const QDateTime &now)
{
    if (!world.settings.registryEnabled)
        return errorAnswer(404, QStringLiteral("UNAVAILABLE"), QStringLiteral("registry not enabled"), true);
    constexpr Abilities ofRegistry = Abilities(Ability::ReadImage) | Ability::CreateImage | Ability::AdminImage | Ability::BuildReadImage | Ability::BuildCreateImage;
    if (!(identity.abilities & ofRegistry))
        return accessForbidden();
    const auto scopes = requestedScopes(request);
    if (!scopes) // GitLab cuts a scope into three and asks the third for its parts
        return textAnswer(500, "500 Internal Server Error\n");

    TokenClaims token;
    QJsonArray access;
    QList<Grant> grants;
    for (const ScopeRequest &scope : *scopes) {
        const Grant grant = grantedOf(world, identity, scope, request.clientAddress);
        if (grant.actions.isEmpty())
            continue;
        access << accessClaim(world, identity, grant);
        grants << grant;
    }
    if (grants.isEmpty() && identity.user == nullptr && identity.deployToken == nullptr && identity.job == nullptr)
        return accessForbidden();
    for (const Grant &grant : grants) {
        if (isProtected(world, identity, grant))
            return errorAnswer(403, QStringLiteral("DENIED"), QStringLiteral("Pushing to protected repository path forbidden"), true);
    }
    for (const Grant &grant : grants) {
        if (grant.project != nullptr && grantsPush(grant) && grant.project->storageLimitReached) {
            return errorAnswer(403, QStringLiteral("DENIED"),
                               QStringLiteral("Your action has been rejected because the namespace storage limit has been reached. "
                                              "For more information, visit https://docs.gitlab.com/user/storage_usage_quotas/."),
                               true);
        }
        if (grant.project != nullptr && grant.actions.contains(QLatin1String("push")) && !grant.project->repositories.contains(grant.name))
            token.newRepositories << grant.project->path << grant.name;
    }
    token.claims = timedClaims(world, request.queryValue(QStringLiteral("service")), now);
    token.claims.insert(QStringLiteral("auth_type"), identity.authType);
    if (identity.user != nullptr)
        token.claims.insert(QStringLiteral("sub"), identity.user->username);
    token.claims.insert(QStringLiteral("access"), access);
    token.userInfo = userInfo(identity);
    return token;
}

JwtAuthDecision dependencyProxy(const GitLabWorld &world, const Request &request, const Identity &identity, const QDateTime &now)
{
    if (!world.settings.registryEnabled)
        return plainError(404, QStringLiteral("dependency proxy not enabled"));
    const bool images = identity.abilities.testFlag(Ability::ReadImage) && identity.abilities.testFlag(Ability::CreateImage);
    const bool builds = identity.job != nullptr;
    const bool proxies = identity.abilities.testFlag(Ability::ReadVirtualRegistry) && identity.abilities.testFlag(Ability::WriteVirtualRegistry);
    const bool somebody = identity.user != nullptr || identity.deployToken != nullptr;
    if (!somebody || !(images || builds || proxies))
        return plainError(403, QStringLiteral("access forbidden"));
    TokenClaims token;
    token.sharedSecret = true;
    token.claims = timedClaims(world, request.queryValue(QStringLiteral("service")), now);
    if (identity.deployToken != nullptr)
        token.claims.insert(QStringLiteral("deploy_token"), identity.deployToken->username);
    else
        token.claims.insert(QStringLiteral("user_id"), identity.user->id);
    return token;
}

} // namespace

Answer errorAnswer(int status, const QString &code, const QString &message, bool withStatus)
{
    QJsonObject body { { QStringLiteral("errors"),
                         QJsonArray { QJsonObject { { QStringLiteral("code"), code }, { QStringLiteral("message"), message } } } } };
    if (withStatus)
        body.insert(QStringLiteral("http_status"), status);
    return jsonAnswer(status, body);
}

Answer accessDenied(const QUrl &base)
{
    const QString help = base.toString(QUrl::StripTrailingSlash)
        + QLatin1String("/help/user/profile/account/two_factor_authentication_troubleshooting.md"
                        "#error-http-basic-access-denied-if-a-password-was-provided-for-git-authentication-");
    return errorAnswer(401, QStringLiteral("UNAUTHORIZED"),
                       QLatin1String("HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect "
                                     "or you're required to use a token instead of a password. If a token was provided, it was either incorrect, "
                                     "expired, or improperly scoped. See ")
                           + help,
                       false);
}

JwtAuthDecision jwtAuth(const GitLabWorld &world, const Request &request, const std::optional<Identity> &identity, const QDateTime &now)
{
    const QString service = request.queryValue(QStringLiteral("service"));
    if (service == QLatin1String("container_registry"))
        return containerRegistry(world, request, identity.value_or(Identity()), now);
    if (service == QLatin1String("dependency_proxy"))
        return dependencyProxy(world, request, identity.value_or(Identity()), now);
    if (world.settings.wording == Wording::V19)
        return errorAnswer(404, QStringLiteral("UNSUPPORTED"), QStringLiteral("service not supported"), false);
    return emptyAnswer(404);
}

} // namespace wharf::sandbox
