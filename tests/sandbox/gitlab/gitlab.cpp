#include "tests/sandbox/gitlab/gitlab.h"

#include "tests/sandbox/gitlab/jwt_auth.h"
#include "tests/sandbox/gitlab/rest_api.h"

#include <QUuid>

namespace wharf::sandbox {

namespace {

QString uuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QByteArray correlationId()
{
    return "01" + QUuid::createUuid().toRfc4122().toHex().left(24).toUpper();
}

} // namespace

GitLab::GitLab(GitLabWorld world, SigningKey key)
    : m_world(std::move(world))
    , m_key(std::move(key))
{
}

void GitLab::setWorld(GitLabWorld world)
{
    m_world = std::move(world);
    m_gates = Gates();
}

QDateTime GitLab::now() const
{
    return QDateTime::currentDateTimeUtc().addSecs(m_world.settings.clockOffsetSeconds);
}

Answer GitLab::answer(const Request &request, const QUrl &base)
{
    const QDateTime time = now();
    if (const auto refusal = m_gates.throttled(m_world.settings, request.clientAddress, time))
        return *refusal;
    Answer answer = routed(request, base, time);
    // On everything that Rails says, so that a client can tell GitLab's own no from a proxy's.
    const QByteArray id = correlationId();
    answer.headers << qMakePair(QByteArray("x-gitlab-meta"), "{\"correlation_id\":\"" + id + "\",\"version\":\"1\"}")
                   << qMakePair(QByteArray("x-request-id"), id) << qMakePair(QByteArray("x-runtime"), QByteArray("0.031416"));
    return answer;
}

Answer GitLab::routed(const Request &request, const QUrl &base, const QDateTime &now)
{
    QByteArray path = request.path;
    const QByteArray prefix = m_world.settings.relativeUrl.toLatin1();
    if (!path.startsWith(prefix + '/'))
        return textAnswer(404, "404 Not Found\n");
    path.remove(0, prefix.size());
    if (path == "/jwt/auth")
        return request.method == "GET" || request.method == "HEAD" ? tokenAnswer(request, base, now) : textAnswer(404, "404 Not Found\n");
    if (path.startsWith("/api/v4/"))
        return restAnswer(m_world, path.mid(7), request, now);
    return textAnswer(404, "404 Not Found\n");
}

Answer GitLab::tokenAnswer(const Request &request, const QUrl &base, const QDateTime &now)
{
    const Settings &settings = m_world.settings;
    std::optional<Identity> identity;
    if (const auto credential = basicCredential(request)) {
        // The CI user is neither counted nor banned, and without a credential nobody looks at the ban.
        const bool counted = credential->userName != QLatin1String("gitlab-ci-token");
        if (counted) {
            if (const auto refusal = m_gates.banned(settings, request.clientAddress, now))
                return *refusal;
        }
        identity = recognise(m_world, *credential, now);
        if (counted && identity)
            m_gates.signInWorked(request.clientAddress);
        else if (counted)
            m_gates.signInFailed(settings, request.clientAddress, now);
        if (!identity)
            return accessDenied(base);
        if (identity->user != nullptr) {
            if (const auto refusal = m_gates.tooManyAddresses(settings, identity->user->id, request.clientAddress, now))
                return *refusal;
        }
    }
    JwtAuthDecision decision = jwtAuth(m_world, request, identity, now);
    if (const Answer *refusal = std::get_if<Answer>(&decision))
        return *refusal;
    auto &token = std::get<TokenClaims>(decision);
    token.claims.insert(QStringLiteral("jti"), uuid());
    for (qsizetype at = 0; at + 1 < token.newRepositories.size(); at += 2) {
        for (Project &project : m_world.projects) {
            if (project.path == token.newRepositories.at(at))
                project.repositories << token.newRepositories.at(at + 1);
        }
    }
    QByteArray signedToken;
    if (token.sharedSecret) {
        signedToken = signWithSharedSecret(token.claims, m_key.keyId().toLatin1());
    } else {
        const QJsonObject nested { { QStringLiteral("jti"), uuid() },
                                   { QStringLiteral("iss"), token.claims.value(QStringLiteral("iss")) },
                                   { QStringLiteral("iat"), token.claims.value(QStringLiteral("iat")) },
                                   { QStringLiteral("nbf"), token.claims.value(QStringLiteral("nbf")) },
                                   { QStringLiteral("exp"), token.claims.value(QStringLiteral("exp")) },
                                   { QStringLiteral("user_info"), token.userInfo } };
        token.claims.insert(QStringLiteral("user"), QString::fromLatin1(m_key.sign(nested)));
        signedToken = m_key.sign(token.claims);
    }
    return jsonAnswer(200, { { QStringLiteral("token"), QString::fromLatin1(signedToken) } });
}

} // namespace wharf::sandbox
