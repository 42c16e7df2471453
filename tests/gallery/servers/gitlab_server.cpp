#include "tests/gallery/servers/gitlab_server.h"

#include "tests/gallery/stage.h"
#include "tests/sandbox/gitlab/gitlab.h"
#include "tests/sandbox/gitlab/http_front.h"
#include "tests/sandbox/gitlab/world_json.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QUrl>

namespace wharf::gallery {

using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void append(const QString &path, const QByteArray &line)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly | QIODevice::Append))
        file.write(line + '\n');
}

QJsonObject claimsOf(const QByteArray &token)
{
    const QByteArrayList parts = token.split('.');
    return QJsonDocument::fromJson(QByteArray::fromBase64(parts.value(1), QByteArray::Base64UrlEncoding)).object();
}

class TwistedGitLab {
public:
    explicit TwistedGitLab(const QString &folder)
        : m_folder(folder)
        , m_twist(QJsonDocument::fromJson(contentOf(folder + u"/twist.json"_s)).object())
        , m_otherKey(sandbox::SigningKey::generate())
        , m_gitlab(world(folder), sandbox::SigningKey::generate())
    {
    }

    [[nodiscard]] QByteArray certificate() const { return m_gitlab.key().certificatePem(); }

    [[nodiscard]] sandbox::Answer answer(const sandbox::Request &request)
    {
        sandbox::Answer answer = m_gitlab.answer(request, QUrl(u"https://gitlab.example.com"_s));
        if (request.path.endsWith("/jwt/auth"))
            twist(request, answer);
        answer.headers << qMakePair(QByteArray("Date"), QLocale::c().toString(m_gitlab.now(), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1());
        append(m_folder + u"/requests"_s, QByteArray::number(answer.status) + ' ' + request.method + ' ' + request.path + '?' + request.query
                   + (request.header("Authorization").isEmpty() ? "" : " with Authorization"));
        return answer;
    }

private:
    static sandbox::GitLabWorld world(const QString &folder)
    {
        QString error;
        auto read = sandbox::worldFromJson(QJsonDocument::fromJson(contentOf(folder + u"/world.json"_s)).object(), &error);
        if (!read)
            qFatal("%s", qUtf8Printable(error));
        return std::move(*read);
    }

    void twist(const sandbox::Request &request, sandbox::Answer &answer) const
    {
        const bool credential = !request.header("Authorization").isEmpty();
        if (answer.status == 403 && !credential && m_twist.value(u"anonymousGetsToken"_s).toBool())
            answer = sandbox::jsonAnswer(200, { { u"token"_s, QString::fromLatin1(m_gitlab.key().sign(anonymousClaims())) } });
        if (answer.status != 200)
            return;
        if (m_twist.value(u"refusesPushScope"_s).toBool() && request.query.contains("push")) {
            answer = sandbox::jsonAnswer(401, { { u"details"_s, u"access token has insufficient scopes"_s } });
            return;
        }
        QByteArray token = QJsonDocument::fromJson(answer.body).object().value(u"token"_s).toString().toLatin1();
        QJsonObject claims = claimsOf(token);
        if (const QString audience = m_twist.value(u"audience"_s).toString(); !audience.isEmpty())
            claims.insert(u"aud"_s, audience);
        const QString keyId = m_twist.value(u"keyId"_s).toString();
        const sandbox::SigningKey &key = m_twist.value(u"otherKey"_s).toBool() ? m_otherKey : m_gitlab.key();
        token = keyId.isEmpty() ? key.sign(claims) : key.sign(claims, keyId);
        if (m_twist.value(u"opaque"_s).toBool())
            token = "DockerToken.9e3c5d0b-8f1a-3a37-b0c8-5a8a1f1d2c11";
        answer.body = QJsonDocument(QJsonObject { { u"token"_s, QString::fromLatin1(token) } }).toJson(QJsonDocument::Compact);
        append(m_folder + u"/issued"_s, token);
        if (const QByteArray nested = claims.value(u"user"_s).toString().toLatin1(); !nested.isEmpty())
            append(m_folder + u"/issued"_s, nested);
    }

    [[nodiscard]] QJsonObject anonymousClaims() const
    {
        const qint64 now = m_gitlab.now().toSecsSinceEpoch();
        return { { u"iss"_s, m_gitlab.world().settings.issuer }, { u"aud"_s, u"container_registry"_s }, { u"iat"_s, now }, { u"nbf"_s, now - 5 },
                 { u"exp"_s, now + 300 },                        { u"jti"_s, u"anonymous"_s },          { u"access"_s, QJsonArray() } };
    }

    QString m_folder;
    QJsonObject m_twist;
    sandbox::SigningKey m_otherKey;
    sandbox::GitLab m_gitlab;
};

} // namespace

QJsonObject TokenTwist::toJson() const
{
    return { { u"audience"_s, audience }, { u"keyId"_s, keyId }, { u"otherKey"_s, otherKey }, { u"opaque"_s, opaque },
             { u"anonymousGetsToken"_s, anonymousGetsToken }, { u"refusesPushScope"_s, refusesPushScope } };
}

void startGitLab(Stage &stage, const sandbox::GitLabWorld &world, const TokenTwist &twist)
{
    stage.write(u"gitlab/world.json"_s, QJsonDocument(sandbox::toJson(world)).toJson());
    stage.write(u"gitlab/twist.json"_s, QJsonDocument(twist.toJson()).toJson());
    const QString folder = stage.folder() + u"/gitlab"_s;
    stage.keepSecretsOf(folder + u"/issued"_s);
    QProcess &server = stage.programs().serve(Side::Servers, u"gitlab"_s, { u"/run/gallery/bin/gallery"_s, u"gitlab"_s, folder });
    stage.programs().awaitPort(server, 8081);
}

int serveGitLab(const QString &folder)
{
    TwistedGitLab gitlab(folder);
    QFile certificate(folder + u"/token.pem"_s);
    if (!certificate.open(QIODevice::WriteOnly) || certificate.write(gitlab.certificate()) < 0)
        return 1;
    certificate.close();
    sandbox::HttpFront front([&gitlab](const sandbox::Request &request) { return gitlab.answer(request); });
    return front.start(8081) == 8081 ? QCoreApplication::exec() : 1;
}

} // namespace wharf::gallery
