#include "core/accounts/token_kind.h"
#include "tests/sandbox/gitlab/demo_world.h"
#include "tests/sandbox/gitlab/routable_token.h"
#include "tests/sandbox/gitlab/stand_in.h"
#include "tests/sandbox/gitlab/world_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <functional>

using namespace wharf::sandbox;

namespace {

struct Reply {
    int status = 0;
    QByteArray contentType;
    QByteArray body;
    QHash<QByteArray, QByteArray> headers;
    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    QString error(const char *member) const { return json().value(QLatin1String("errors")).toArray().at(0).toObject().value(QLatin1String(member)).toString(); }
};

/// One row of the answer table: what is asked, in which world, and what comes back.
struct Row {
    QByteArray scopes; ///< raw query after the service
    QString signIn;    ///< a name of the demo world; empty: no Authorization
    int status = 200;
    QString said;      ///< the message of the error, or the whole text body
    QString access;    ///< `group/app:pull,push group/site:pull`
    std::function<void(GitLabWorld &)> change = [](GitLabWorld &) {};
    QString userName = {}; ///< in place of the sign-in's own
    QString password = {}; ///< the same
    QByteArray service = "container_registry";
};

QByteArray fromBase64Url(const QByteArray &text)
{
    return QByteArray::fromBase64(text, QByteArray::Base64UrlEncoding);
}

QJsonObject part(const QByteArray &token, int index)
{
    return QJsonDocument::fromJson(fromBase64Url(token.split('.').value(index))).object();
}

bool verifies(const QByteArray &token, const QByteArray &certificatePem)
{
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> memory(BIO_new_mem_buf(certificatePem.constData(), static_cast<int>(certificatePem.size())), &BIO_free_all);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr), &X509_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, X509_get0_pubkey(certificate.get()));
    const QByteArray input = token.left(token.lastIndexOf('.'));
    const QByteArray signature = fromBase64Url(token.mid(input.size() + 1));
    return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char *>(signature.constData()), static_cast<std::size_t>(signature.size()),
                            reinterpret_cast<const unsigned char *>(input.constData()), static_cast<std::size_t>(input.size()))
        == 1;
}

QString written(const QJsonArray &access)
{
    QStringList all;
    for (const QJsonValue &entry : access) {
        QStringList actions;
        for (const QJsonValue &action : entry.toObject().value(QLatin1String("actions")).toArray())
            actions << action.toString();
        all << entry.toObject().value(QLatin1String("name")).toString() + QLatin1Char(':') + actions.join(QLatin1Char(','));
    }
    return all.join(QLatin1Char(' '));
}

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

const QString denied = QStringLiteral("access forbidden");
const QString basicDenied = QStringLiteral("HTTP Basic: Access denied. If a password was provided");

} // namespace

Q_DECLARE_METATYPE(Row)

class TestGitLabStandIn final : public QObject {
    Q_OBJECT
private:
    DemoWorld m_demo = demoWorld();
    std::unique_ptr<GitLabStandIn> m_gitlab;
    QNetworkAccessManager m_network;

    Reply send(const QByteArray &method, const QByteArray &pathAndQuery, const QList<QPair<QByteArray, QByteArray>> &headers = {}, const QByteArray &body = {})
    {
        QNetworkRequest request(QUrl::fromEncoded(m_gitlab->url().toEncoded() + pathAndQuery));
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
        if (!body.isEmpty())
            request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        for (const auto &[name, value] : headers)
            request.setRawHeader(name, value);
        const std::unique_ptr<QNetworkReply> reply(m_network.sendCustomRequest(request, method, body));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        if (!reply->isFinished())
            finished.wait();
        Reply read;
        read.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        read.body = reply->readAll();
        read.contentType = reply->header(QNetworkRequest::ContentTypeHeader).toByteArray();
        for (const auto &[name, value] : reply->rawHeaderPairs())
            read.headers.insert(name.toLower(), value);
        return read;
    }

    static QPair<QByteArray, QByteArray> basic(const QString &userName, const QString &password)
    {
        return { "Authorization", "Basic " + (userName + QLatin1Char(':') + password).toUtf8().toBase64() };
    }

    Reply ask(const Row &row, const QByteArray &address = {})
    {
        QList<QPair<QByteArray, QByteArray>> headers;
        if (!row.signIn.isEmpty()) {
            const DemoSignIn &signIn = m_demo.signIn(row.signIn);
            headers << basic(row.userName.isEmpty() ? signIn.userName : row.userName, row.password.isEmpty() ? signIn.secret : row.password);
        } else if (!row.userName.isEmpty()) {
            headers << basic(row.userName, row.password);
        }
        if (!address.isEmpty())
            headers << qMakePair(QByteArray("X-Forwarded-For"), address);
        QByteArray query = "/jwt/auth?service=" + row.service;
        if (!row.scopes.isEmpty())
            query += '&' + row.scopes;
        return send("GET", query, headers);
    }

    Reply rest(const QByteArray &method, const QByteArray &path, const QString &signIn, const QByteArray &body = {})
    {
        return send(method, "/api/v4" + path, { { "PRIVATE-TOKEN", m_demo.signIn(signIn).secret.toUtf8() } }, body);
    }

    static void add(const char *name, const Row &row) { QTest::newRow(name) << row; }

private Q_SLOTS:
    void initTestCase()
    {
        m_gitlab = std::make_unique<GitLabStandIn>(m_demo.world);
        QVERIFY(m_gitlab->start());
    }

    void init()
    {
        m_gitlab->setWorld(m_demo.world);
        m_gitlab->forgetRequests();
    }

    void answersAsTheTableSays_data();
    void answersAsTheTableSays()
    {
        QFETCH(const Row, row);
        GitLabWorld world = m_demo.world;
        row.change(world);
        m_gitlab->setWorld(world);

        const Reply reply = ask(row);
        QCOMPARE(reply.status, row.status);
        if (row.status == 200) {
            const QByteArray token = reply.json().value(QLatin1String("token")).toString().toLatin1();
            QCOMPARE(reply.json().keys(), QStringList { QStringLiteral("token") });
            QVERIFY(verifies(token, m_gitlab->certificatePem()));
            QCOMPARE(written(part(token, 1).value(QLatin1String("access")).toArray()), row.access);
        } else if (row.status == 401) {
            QCOMPARE(reply.error("code"), text("UNAUTHORIZED"));
            QVERIFY2(reply.error("message").startsWith(row.said), reply.body.constData());
            QVERIFY(!reply.headers.contains("www-authenticate"));
        } else if (reply.contentType.startsWith("application/json")) {
            QCOMPARE(reply.error("message"), row.said);
            QCOMPARE(reply.json().value(QLatin1String("http_status")).toInt(), row.status);
        } else {
            QCOMPARE(QString::fromUtf8(reply.body), row.said);
        }
        QVERIFY(reply.headers.value("x-gitlab-meta").contains("correlation_id"));
        QVERIFY(!reply.headers.value("x-request-id").isEmpty());
    }

    void itsRoutableTokensCheckWithoutBeingAsked_data()
    {
        QTest::addColumn<QString>("signIn");
        QTest::addColumn<bool>("versioned");
        QTest::newRow("first form") << text("personal") << false;
        QTest::newRow("newer form") << text("personal-versioned") << true;
    }
    void itsRoutableTokensCheckWithoutBeingAsked()
    {
        QFETCH(const QString, signIn);
        QFETCH(const bool, versioned);
        const QByteArray whole = m_demo.signIn(signIn).secret.toUtf8();
        QCOMPARE(whole.contains(".01."), versioned);
        const auto checksum = [](const QByteArray &token) { return wharf::accounts::lookAtToken(text("jo"), wharf::Secret(token)).checksum; };
        QCOMPARE(checksum(whole), wharf::accounts::Checksum::Right);
        QCOMPARE(checksum(whole.chopped(1)), wharf::accounts::Checksum::Wrong);
        const Reply reply = ask({ .scopes = "scope=repository:group/app:pull,push", .signIn = signIn, .said = {}, .access = {} });
        QCOMPARE(reply.status, 200);
        QCOMPARE(written(part(reply.json().value(QLatin1String("token")).toString().toLatin1(), 1).value(QLatin1String("access")).toArray()), text("group/app:pull,push"));
    }

    void posting_data()
    {
        QTest::addColumn<bool>("maintenance");
        QTest::newRow("as ever") << false;
        QTest::newRow("in maintenance mode") << true;
    }
    void posting()
    {
        QFETCH(const bool, maintenance);
        GitLabWorld world = m_demo.world;
        world.settings.maintenanceMode = maintenance;
        m_gitlab->setWorld(world);
        QCOMPARE(send("POST", "/jwt/auth?service=container_registry", {}, "{}").status, 404);
    }

    void row35TheNewWordingOfAnUnknownService()
    {
        GitLabWorld world = m_demo.world;
        world.settings.wording = Wording::V19;
        m_gitlab->setWorld(world);
        const Reply reply = ask({ .scopes = {}, .signIn = text("personal"), .said = {}, .access = {}, .service = "nonsense" });
        QCOMPARE(reply.status, 404);
        QCOMPARE(reply.error("code"), text("UNSUPPORTED"));
    }

    void row36AnAddressIsBannedAfterFailures_data()
    {
        QTest::addColumn<bool>("v19");
        QTest::newRow("18") << false;
        QTest::newRow("19") << true;
    }
    void row36AnAddressIsBannedAfterFailures()
    {
        QFETCH(const bool, v19);
        GitLabWorld world = m_demo.world;
        world.settings.wording = v19 ? Wording::V19 : Wording::V18;
        world.settings.ipBan.enabled = true;
        world.settings.ipBan.maxRetry = 3;
        m_gitlab->setWorld(world);
        const Row wrong { .scopes = {}, .signIn = {}, .said = {}, .access = {}, .userName = text("jo"), .password = text("wrong") };
        const Row right { .scopes = {}, .signIn = text("personal"), .said = {}, .access = {} };
        const Row bogusJob { .scopes = {}, .signIn = {}, .said = {}, .access = {}, .userName = text("gitlab-ci-token"), .password = text("bogus") };

        QCOMPARE(ask(wrong).status, 401);
        QCOMPARE(ask(wrong).status, 401);
        QCOMPARE(ask(right).status, 200); // one success resets the counter
        QCOMPARE(ask(wrong).status, 401);
        for (int attempt = 0; attempt < 5; ++attempt)
            QCOMPARE(ask(bogusJob).status, 401); // never counted
        QCOMPARE(ask(right).status, 200);
        for (int attempt = 0; attempt < 3; ++attempt)
            QCOMPARE(ask(wrong).status, 401);

        const Reply banned = ask(right);
        QCOMPARE(banned.status, 403);
        if (v19) {
            QCOMPARE(banned.error("code"), text("DENIED"));
            QCOMPARE(banned.error("message"), text("Access denied: too many failed authentication attempts from this network"));
        } else {
            QVERIFY(banned.contentType.startsWith("text/plain"));
            QCOMPARE(banned.body, QByteArray("Too many failed authentication attempts from this IP"));
        }
        QCOMPARE(ask({ .scopes = {}, .signIn = {}, .said = {}, .access = {} }).error("message"), denied); // no header: the ban does not show
        QCOMPARE(ask(bogusJob).status, 401);                                                             // nor to the CI user
        QCOMPARE(ask(right, "198.51.100.7").status, 200);                                                // nor from elsewhere
    }

    void row37OneAccountFromTooManyAddresses_data()
    {
        row36AnAddressIsBannedAfterFailures_data();
    }
    void row37OneAccountFromTooManyAddresses()
    {
        QFETCH(const bool, v19);
        GitLabWorld world = m_demo.world;
        world.settings.wording = v19 ? Wording::V19 : Wording::V18;
        world.settings.uniqueIps = { true, 2, 600 };
        m_gitlab->setWorld(world);
        const Row right { .scopes = {}, .signIn = text("personal"), .said = {}, .access = {} };
        QCOMPARE(ask(right, "198.51.100.1").status, 200);
        QCOMPARE(ask(right, "198.51.100.2").status, 200);
        QCOMPARE(ask(right, "198.51.100.1").status, 200);
        const Reply refused = ask(right, "198.51.100.3");
        QCOMPARE(refused.status, 403);
        QCOMPARE(refused.headers.value("retry-after"), QByteArray("600"));
        if (v19)
            QCOMPARE(refused.error("message"), text("Access denied: too many distinct sources for this account"));
        else
            QCOMPARE(refused.body, QByteArray());
    }

    void row38TooManyRequestsAreThrottled()
    {
        GitLabWorld world = m_demo.world;
        world.settings.throttle.enabled = true;
        world.settings.throttle.requests = 2;
        m_gitlab->setWorld(world);
        const Row right { .scopes = {}, .signIn = text("personal"), .said = {}, .access = {} };
        QCOMPARE(ask(right).status, 200);
        QCOMPARE(ask(right).status, 200);
        const Reply refused = ask(right);
        QCOMPARE(refused.status, 429);
        QVERIFY(refused.contentType.startsWith("text/plain"));
        QCOMPARE(refused.body, QByteArray("Retry later\n"));
        QVERIFY(refused.headers.value("retry-after").toInt() > 0);
        QCOMPARE(refused.headers.value("ratelimit-limit"), QByteArray("2"));
        QCOMPARE(refused.headers.value("ratelimit-remaining"), QByteArray("0"));
        QVERIFY(refused.headers.contains("ratelimit-reset"));
    }

    void aScopeOfOnePartIsTooMuchForIt()
    {
        QCOMPARE(ask({ .scopes = "scope=*", .signIn = text("personal"), .said = {}, .access = {} }).status, 500);
    }

    void theTokenSaysWhoAndHowLong_data()
    {
        QTest::addColumn<QString>("signIn");
        QTest::addColumn<QString>("authType");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("nestedName");
        QTest::newRow("anonymous") << QString() << text("none") << QString() << QString();
        QTest::newRow("password") << text("password") << text("gitlab_or_ldap") << text("jo") << text("jo");
        QTest::newRow("personal") << text("personal") << text("personal_access_token") << text("jo") << text("jo");
        QTest::newRow("project") << text("project") << text("personal_access_token") << text("project_101_bot_4f1c") << text("project_101_bot_4f1c");
        QTest::newRow("deploy") << text("deploy") << text("deploy_token") << QString() << text("gitlab+deploy-token-7");
        QTest::newRow("job") << text("job") << text("build") << text("jo") << text("jo");
    }
    void theTokenSaysWhoAndHowLong()
    {
        QFETCH(const QString, signIn);
        QFETCH(const QString, authType);
        QFETCH(const QString, subject);
        QFETCH(const QString, nestedName);
        GitLabWorld world = m_demo.world;
        world.settings.tokenLifetimeSeconds = 900;
        world.settings.clockOffsetSeconds = 7200;
        m_gitlab->setWorld(world);
        const Reply reply = ask({ .scopes = "scope=repository:group/site:pull&scope=repository:Group/App/Web:pull", .signIn = signIn, .said = {}, .access = {} });
        const QByteArray token = reply.json().value(QLatin1String("token")).toString().toLatin1();
        const QJsonObject header = part(token, 0);
        QCOMPARE(header.value(QLatin1String("typ")).toString(), text("JWT"));
        QCOMPARE(header.value(QLatin1String("alg")).toString(), text("RS256"));
        static const QRegularExpression libtrust(QStringLiteral("^([A-Z2-7]{4}:){11}[A-Z2-7]{4}$"));
        QVERIFY(libtrust.match(header.value(QLatin1String("kid")).toString()).hasMatch());
        const QJsonObject claims = part(token, 1);
        QCOMPARE(claims.value(QLatin1String("auth_type")).toString(), authType);
        QCOMPARE(claims.value(QLatin1String("sub")).toString(), subject);
        QCOMPARE(claims.contains(QLatin1String("sub")), !subject.isEmpty());
        QCOMPARE(claims.value(QLatin1String("iss")).toString(), text("omnibus-gitlab-issuer"));
        QCOMPARE(claims.value(QLatin1String("aud")).toString(), text("container_registry"));
        const qint64 issued = claims.value(QLatin1String("iat")).toInteger();
        QVERIFY(qAbs(issued - QDateTime::currentSecsSinceEpoch() - 7200) < 10);
        QCOMPARE(claims.value(QLatin1String("nbf")).toInteger(), issued - 5);
        QCOMPARE(claims.value(QLatin1String("exp")).toInteger(), issued + 900);
        QVERIFY(!claims.value(QLatin1String("jti")).toString().isEmpty());
        const QByteArray nested = claims.value(QLatin1String("user")).toString().toLatin1();
        QVERIFY(verifies(nested, m_gitlab->certificatePem()));
        const QJsonValue userInfo = part(nested, 1).value(QLatin1String("user_info"));
        QCOMPARE(userInfo.isNull(), nestedName.isEmpty());
        QCOMPARE(userInfo.toObject().value(QLatin1String("username")).toString(), nestedName);
        const QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(reply.headers.value("date")), text("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
        QVERIFY(qAbs(QDateTime(date.date(), date.time(), Qt::UTC).toSecsSinceEpoch() - issued) < 10);
        if (signIn == QLatin1String("personal"))
            QCOMPARE(claims.value(QLatin1String("access")).toArray().at(1).toObject().value(QLatin1String("name")).toString(), text("group/app/web"));
    }

    void metaNamesTheProjectAndItsProtectedTags()
    {
        GitLabWorld world = m_demo.world;
        for (Project &project : world.projects)
            project.tagRules << TagRule { text("^stable$"), Role::None, Role::None, true };
        m_gitlab->setWorld(world);
        const Reply reply = ask({ .scopes = "scope=repository:group/guarded:pull,push", .signIn = text("personal"), .said = {}, .access = {} });
        const QByteArray token = reply.json().value(QLatin1String("token")).toString().toLatin1();
        const QJsonObject meta = part(token, 1).value(QLatin1String("access")).toArray().at(0).toObject().value(QLatin1String("meta")).toObject();
        QCOMPARE(meta.value(QLatin1String("project_path")).toString(), text("group/guarded"));
        QCOMPARE(meta.value(QLatin1String("project_id")).toInt(), 104);
        QCOMPARE(meta.value(QLatin1String("root_namespace_id")).toInt(), 1);
        QCOMPARE(meta.value(QLatin1String("tag_deny_access_patterns")).toObject().value(QLatin1String("push")).toArray(), QJsonArray { text("^v[0-9]") });
        QCOMPARE(meta.value(QLatin1String("tag_immutable_patterns")).toArray(), QJsonArray { text("^stable$") });
    }

    void askingForPushMakesTheRepository()
    {
        QVERIFY(m_gitlab->world().projectAt(text("group/app"))->repositories.isEmpty());
        const auto asking = [&](const char *actions) { return ask({ .scopes = QByteArray("scope=repository:group/app/web:") + actions, .signIn = text("personal"), .said = {}, .access = {} }).status; };
        QCOMPARE(asking("pull"), 200);
        QVERIFY(m_gitlab->world().projectAt(text("group/app"))->repositories.isEmpty());
        QCOMPARE(asking("pull,push"), 200);
        QCOMPARE(asking("pull,push"), 200);
        QCOMPARE(m_gitlab->world().projectAt(text("group/app"))->repositories, QStringList { text("group/app/web") });
    }

    void theDependencyProxyAnswersInItsOwnWay()
    {
        const auto asking = [&](const QString &signIn) { return ask({ .scopes = {}, .signIn = signIn, .said = {}, .access = {}, .service = "dependency_proxy" }); };
        QCOMPARE(asking(text("personal")).status, 200);
        QCOMPARE(part(asking(text("personal")).json().value(QLatin1String("token")).toString().toLatin1(), 0).value(QLatin1String("alg")).toString(), text("HS256"));
        const Reply refused = asking(text("personal-read-only"));
        QCOMPARE(refused.status, 403);
        QCOMPARE(refused.json().value(QLatin1String("message")).toString(), denied);
        QVERIFY(!refused.json().contains(QLatin1String("errors")));
        QCOMPARE(asking(QString()).status, 403);
    }

    void aTokenTellsAboutItself_data()
    {
        QTest::addColumn<QString>("signIn");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("member");
        QTest::addColumn<QString>("value");
        const QString error = text("error_description");
        QTest::newRow("works") << text("personal") << 200 << text("name") << text("personal");
        QTest::newRow("any scope will do") << text("personal-no-registry") << 200 << text("name") << text("personal-no-registry");
        QTest::newRow("a project's") << text("project") << 200 << text("name") << text("project");
        QTest::newRow("expired") << text("personal-expired") << 401 << error << text("Token is expired. You can either do re-authorization or token refresh.");
        QTest::newRow("revoked") << text("personal-revoked") << 401 << error << text("Token was revoked. You have to re-authorize from the user.");
        QTest::newRow("a deploy token is unknown here") << text("deploy") << 401 << text("message") << text("401 Unauthorized");
        QTest::newRow("a job token is unknown here") << text("job") << 401 << text("message") << text("401 Unauthorized");
    }
    void aTokenTellsAboutItself()
    {
        QFETCH(const QString, signIn);
        QFETCH(const int, status);
        QFETCH(const QString, member);
        QFETCH(const QString, value);
        const Reply reply = rest("GET", "/personal_access_tokens/self", signIn);
        QCOMPARE(reply.status, status);
        QCOMPARE(reply.json().value(member).toString(), value);
        QVERIFY(reply.headers.contains("x-gitlab-meta"));
        if (status == 200) {
            QVERIFY(reply.json().value(QLatin1String("active")).toBool());
            QVERIFY(QDate::fromString(reply.json().value(QLatin1String("expires_at")).toString(), Qt::ISODate).isValid());
            QVERIFY(reply.json().value(QLatin1String("scopes")).isArray());
        }
    }

    void anImpersonationTokenMayBeTurnedOff()
    {
        GitLabWorld world = m_demo.world;
        world.accessTokens[0].owner = TokenOwner::Impersonation;
        world.settings.impersonation = false;
        m_gitlab->setWorld(world);
        const Reply reply = rest("GET", "/personal_access_tokens/self", text("personal"));
        QCOMPARE(reply.status, 401);
        QCOMPARE(reply.json().value(QLatin1String("error_description")).toString(), text("Token is an impersonation token but impersonation was disabled."));
    }

    void anOauthTokenIsTheWrongKind()
    {
        GitLabWorld world = m_demo.world;
        world.accessTokens[0].owner = TokenOwner::OAuth;
        m_gitlab->setWorld(world);
        const Reply reply = send("GET", "/api/v4/personal_access_tokens/self", { { "Authorization", "Bearer " + m_demo.signIn(text("personal")).secret.toUtf8() } });
        QCOMPARE(reply.status, 400);
        QVERIFY(reply.json().value(QLatin1String("message")).toString().contains(text("This endpoint requires token type to be a personal access token")));
    }

    void scopesTooSmall_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QString>("signIn");
        QTest::addColumn<int>("status");
        QTest::newRow("user, registry scopes only") << QByteArray("/user") << text("personal-read-only") << 403;
        QTest::newRow("user, read_user") << QByteArray("/user") << text("personal-no-registry") << 200;
        QTest::newRow("metadata, registry scopes only") << QByteArray("/metadata") << text("personal-read-only") << 403;
        QTest::newRow("metadata, api") << QByteArray("/metadata") << text("personal-api") << 200;
        QTest::newRow("project, registry scopes only") << QByteArray("/projects/group%2Fapp") << text("personal-read-only") << 403;
        QTest::newRow("project, api") << QByteArray("/projects/group%2Fapp") << text("personal-api") << 200;
        QTest::newRow("project, api, by number") << QByteArray("/projects/101") << text("personal-api") << 200;
        QTest::newRow("a project that cannot be seen") << QByteArray("/projects/elsewhere%2Fsecret") << text("personal-api") << 404;
    }
    void scopesTooSmall()
    {
        QFETCH(const QByteArray, path);
        QFETCH(const QString, signIn);
        QFETCH(const int, status);
        const Reply reply = rest("GET", path, signIn);
        QCOMPARE(reply.status, status);
        if (status == 403)
            QCOMPARE(reply.json().value(QLatin1String("error")).toString(), text("insufficient_scope"));
        if (path == "/metadata" && status == 200)
            QCOMPARE(reply.json().value(QLatin1String("version")).toString(), text("18.0.2"));
    }

    void aJobTellsAboutItselfWhileItRuns()
    {
        const auto asking = [&](const QString &signIn) { return send("GET", "/api/v4/job", { { "JOB-TOKEN", m_demo.signIn(signIn).secret.toUtf8() } }); };
        const Reply running = asking(text("job"));
        QCOMPARE(running.status, 200);
        QCOMPARE(running.json().value(QLatin1String("id")).toInt(), 3001);
        QCOMPARE(running.json().value(QLatin1String("pipeline")).toObject().value(QLatin1String("project_id")).toInt(), 101);
        QCOMPARE(asking(text("job-finished")).status, 401);
    }

    void rotating_data()
    {
        QTest::addColumn<QString>("signIn");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        const QByteArray self = "/personal_access_tokens/self/rotate";
        const QByteArray project = "/projects/group%2Fapp/access_tokens/self/rotate";
        const QByteArray next = "{\"expires_at\":\"2099-01-31\"}";
        QTest::newRow("personal") << text("personal") << self << next << 200;
        QTest::newRow("without a scope for it") << text("personal-read-only") << self << next << 403;
        QTest::newRow("expired") << text("personal-expired") << self << next << 401;
        QTest::newRow("a day gone by") << text("personal") << self << QByteArray("{\"expires_at\":\"2020-01-31\"}") << 400;
        QTest::newRow("project") << text("project") << project << next << 200;
        QTest::newRow("project by number") << text("project") << QByteArray("/projects/101/access_tokens/self/rotate") << next << 200;
        QTest::newRow("another project") << text("project") << QByteArray("/projects/102/access_tokens/self/rotate") << next << 401;
        QTest::newRow("a personal one as a project's") << text("personal") << project << next << 405;
        QTest::newRow("group") << text("group") << QByteArray("/groups/group/access_tokens/self/rotate") << next << 200;
        QTest::newRow("unknown") << text("deploy") << self << next << 401;
    }
    void rotating()
    {
        QFETCH(const QString, signIn);
        QFETCH(const QByteArray, path);
        QFETCH(const QByteArray, body);
        QFETCH(const int, status);
        const Reply reply = rest("POST", path, signIn, body);
        QCOMPARE(reply.status, status);
        const bool rotated = status == 200;
        const int before = m_demo.world.accessToken(m_demo.signIn(signIn).secret) == nullptr ? 401 : 200;
        if (rotated) {
            QCOMPARE(reply.json().value(QLatin1String("expires_at")).toString(), text("2099-01-31"));
            const QString fresh = reply.json().value(QLatin1String("token")).toString();
            QVERIFY(fresh.startsWith(text("glpat-")));
            QCOMPARE(rest("GET", "/personal_access_tokens/self", signIn).status, 401); // the old one died at once
            QCOMPARE(send("GET", "/api/v4/personal_access_tokens/self", { { "PRIVATE-TOKEN", fresh.toUtf8() } }).status, 200);
            // Whoever rotates the dead one again takes the whole family along.
            QCOMPARE(rest("POST", path, signIn, body).status, 401);
            QCOMPARE(send("GET", "/api/v4/personal_access_tokens/self", { { "PRIVATE-TOKEN", fresh.toUtf8() } }).status, 401);
        } else if (before == 200 && signIn != QLatin1String("personal-expired")) {
            QCOMPARE(rest("GET", "/personal_access_tokens/self", signIn).status, 200);
        }
    }

    void aRelativeUrlGoesBeforeEverything()
    {
        GitLabWorld world = m_demo.world;
        world.settings.relativeUrl = text("/gitlab");
        m_gitlab->setWorld(world);
        QVERIFY(m_gitlab->realm().path() == text("/gitlab/jwt/auth"));
        QCOMPARE(ask({ .scopes = {}, .signIn = text("personal"), .said = {}, .access = {} }).status, 200);
        QCOMPARE(rest("GET", "/personal_access_tokens/self", text("personal")).status, 200);
        QVERIFY(ask({ .scopes = {}, .signIn = {}, .said = {}, .access = {}, .userName = text("jo"), .password = text("x") }).error("message").contains(text("/gitlab/help/")));
    }

    void theWorldIsSetFromOutside()
    {
        GitLabWorld world = m_demo.world;
        world.users[0].username = text("joanna");
        QCOMPARE(send("PUT", "/_sandbox/world", {}, QJsonDocument(toJson(world)).toJson()).status, 204);
        QCOMPARE(m_gitlab->world().users.at(0).username, text("joanna"));
        QCOMPARE(send("PATCH", "/_sandbox/settings", {}, "{\"tokenLifetimeSeconds\":60,\"wording\":\"19\"}").status, 204);
        QCOMPARE(m_gitlab->world().settings.tokenLifetimeSeconds, 60);
        QVERIFY(m_gitlab->world().settings.wording == Wording::V19);
        const Reply wrong = send("PATCH", "/_sandbox/settings", {}, "{\"tokenLifetime\":60}");
        QCOMPARE(wrong.status, 400);
        QCOMPARE(wrong.json().value(QLatin1String("error")).toString(), text("/tokenLifetime is unknown"));
        QCOMPARE(send("GET", "/_sandbox/world").json(), toJson(m_gitlab->world()));
    }

    void itTellsWhatItWasAskedAndNoSecret()
    {
        ask({ .scopes = "scope=repository:group/app:pull", .signIn = text("personal"), .said = {}, .access = {} });
        QCOMPARE(m_gitlab->count("/jwt/auth"), 1);
        QCOMPARE(m_gitlab->requests().at(0).userName, text("jo"));
        QVERIFY(m_gitlab->requests().at(0).hasCredential);
        const Reply seen = send("GET", "/_sandbox/requests");
        QVERIFY(seen.body.contains("repository:group/app:pull"));
        QVERIFY(!seen.body.contains(m_demo.signIn(text("personal")).secret.toUtf8()));
    }

    void manyRequestsGoOverOneConnection()
    {
        for (int i = 0; i < 50; ++i)
            QCOMPARE(ask({ .scopes = {}, .signIn = text("personal"), .said = {}, .access = {} }).status, 200);
        QCOMPARE(m_gitlab->count("/jwt/auth"), 50);
    }
};

void TestGitLabStandIn::answersAsTheTableSays_data()
{
    QTest::addColumn<Row>("row");
    const QString none;
    const QString personal = text("personal");
    const QByteArray app = "scope=repository:group/app:";
    const QByteArray site = "scope=repository:group/site:";
    const auto own = [](const char *scope) {
        return [scope](GitLabWorld &world) { world.accessTokens[0].scopes = QStringList { text(scope) }; };
    };
    const auto role = [](Role wanted) {
        return [wanted](GitLabWorld &world) { world.memberships[0].role = wanted; };
    };

    add("1 nobody, no scope", { {}, none, 403, denied, {} });
    add("2 nobody pulls what is public", { site + "pull", none, 200, {}, text("group/site:pull") });
    add("3 nobody asks for pull and push", { site + "pull,push", none, 200, {}, text("group/site:pull") });
    add("4 nobody pushes", { site + "push", none, 403, denied, {} });
    add("5 nobody and what is private", { app + "pull", none, 403, denied, {} });
    add("5 nobody and what is internal", { app + "pull", none, 403, denied, {}, [](GitLabWorld &world) { world.projects[0].visibility = Visibility::Internal; } });
    add("5 nobody and a public project's private registry", { site + "pull", none, 403, denied, {}, [](GitLabWorld &world) { world.projects[1].registry = RegistryAccess::Private; } });
    add("5 nobody and another scope type", { "scope=invalid:aa:bb", none, 403, denied, {} });
    add("5 nobody and the catalog", { "scope=registry:catalog:*", none, 403, denied, {} });
    add("6 nobody and several, one public", { app + "pull&" + site + "pull", none, 200, {}, text("group/site:pull") });
    add("6 the same in one value", { "scope=repository:group/app:pull+repository:group/site:pull", none, 200, {}, text("group/site:pull") });
    add("7 wrong password", { {}, text("password"), 401, basicDenied, {}, [](GitLabWorld &) {}, {}, text("wrong") });
    add("7 unknown user", { {}, text("password"), 401, basicDenied, {}, [](GitLabWorld &) {}, text("nobody") });
    add("7 unknown token", { {}, none, 401, basicDenied, {}, [](GitLabWorld &) {}, text("jo"), text("glpat-unknownunknownunkn") });
    add("8 password and two factors", { {}, text("password-two-factor"), 401, basicDenied, {} });
    add("8 two factors enforced for all", { {}, text("password"), 401, basicDenied, {}, [](GitLabWorld &world) { world.settings.twoFactorRequired = true; } });
    add("8 a token does not mind two factors", { app + "pull", personal, 200, {}, text("group/app:pull"), [](GitLabWorld &world) { world.settings.twoFactorRequired = true; } });
    add("9 passwords turned off", { {}, text("password"), 401, basicDenied, {}, [](GitLabWorld &world) { world.settings.passwordAuthentication = false; } });
    add("9 passwords turned off, LDAP", { app + "pull", text("password"), 200, {}, text("group/app:pull"), [](GitLabWorld &world) {
             world.settings.passwordAuthentication = false;
             world.users[0].ldap = true;
         } });
    add("10 blocked, token", { {}, text("personal-blocked"), 401, basicDenied, {} });
    add("10 blocked, password", { {}, text("password"), 401, basicDenied, {}, [](GitLabWorld &world) { world.users[0].state = UserState::Blocked; } });
    add("10 deactivated", { {}, personal, 401, basicDenied, {}, [](GitLabWorld &world) { world.users[0].state = UserState::Deactivated; } });
    add("10 expired password", { {}, text("password"), 401, basicDenied, {}, [](GitLabWorld &world) { world.users[0].passwordExpired = true; } });
    add("11 a token whose day is today", { {}, text("personal-expired"), 401, basicDenied, {} });
    add("11 a token whose day is tomorrow", { {}, personal, 200, {}, {}, [](GitLabWorld &world) { world.accessTokens[0].expiresAt = QDateTime::currentDateTimeUtc().date().addDays(1); } });
    add("11 a revoked token", { {}, text("personal-revoked"), 401, basicDenied, {} });
    add("12 no registry scope", { {}, text("personal-no-registry"), 403, denied, {} });
    add("12 no registry scope, public project", { site + "pull", text("personal-no-registry"), 403, denied, {} });
    add("12 a virtual registry's scope", { app + "pull", personal, 403, denied, {}, own("read_virtual_registry") });
    add("12 a deploy token without one", { app + "pull", text("deploy"), 403, denied, {}, [](GitLabWorld &world) { world.deployTokens[0].scopes = QStringList { text("read_repository") }; } });
    add("13 signs in", { {}, personal, 200, {}, {} });
    add("13 signs in with the password", { {}, text("password"), 200, {}, {} });
    add("13 signs in with the mail address", { {}, text("password"), 200, {}, {}, [](GitLabWorld &) {}, text("jo@example.com") });
    add("13 any user name goes with a token", { app + "pull", personal, 200, {}, text("group/app:pull"), [](GitLabWorld &) {}, text("whoever") });
    add("14 read only asks for both", { app + "pull,push", text("personal-read-only"), 200, {}, text("group/app:pull") });
    add("14 read only deploy token", { app + "pull,push", text("deploy-read-only"), 200, {}, text("group/app:pull") });
    add("14 read_api", { app + "pull,push", personal, 200, {}, text("group/app:pull"), own("read_api") });
    add("15 read only asks for push", { app + "push", text("personal-read-only"), 200, {}, {} });
    add("16 write only", { app + "push,pull", text("personal-write-only"), 200, {}, text("group/app:push") });
    add("16 write only deploy token", { app + "push,pull", text("deploy"), 200, {}, text("group/app:push"), [](GitLabWorld &world) { world.deployTokens[0].scopes = QStringList { text("write_registry") }; } });
    add("17 a guest", { app + "pull", text("personal-guest"), 200, {}, {} });
    add("17 no member", { "scope=repository:elsewhere/secret:pull", personal, 200, {}, {} });
    add("18 a reporter", { app + "push,pull", personal, 200, {}, text("group/app:pull"), role(Role::Reporter) });
    add("18 a developer", { app + "push,pull,delete", personal, 200, {}, text("group/app:push,pull"), role(Role::Developer) });
    add("18 a maintainer", { app + "push,pull,delete,*", text("personal-api"), 200, {}, text("group/app:push,pull,delete,*") });
    add("18 a guest in an internal project", { app + "pull", text("personal-guest"), 200, {}, text("group/app:pull"), [](GitLabWorld &world) { world.projects[0].visibility = Visibility::Internal; } });
    add("18 an external user in an internal project", { app + "pull", text("personal-guest"), 200, {}, {}, [](GitLabWorld &world) {
             world.projects[0].visibility = Visibility::Internal;
             world.users[2].external = true;
         } });
    add("19 no such project", { "scope=repository:group/nothing:pull,push", personal, 200, {}, {} });
    add("19 path invalid", { "scope=repository:group/-app:pull", personal, 200, {}, {} });
    add("19 path with a trailing dash", { "scope=repository:group/app-:pull", personal, 200, {}, {} });
    add("19 path of one component", { "scope=repository:app:pull", personal, 200, {}, {} });
    add("19 registry disabled", { "scope=repository:group/no-registry:pull", personal, 200, {}, {} });
    add("19 two below the project", { "scope=repository:group/app/a/b:pull", personal, 200, {}, text("group/app/a/b:pull") });
    add("19 three below the project", { "scope=repository:group/app/a/b/c:pull", personal, 200, {}, {} });
    add("19 capitals", { "scope=repository:Group/App:pull", personal, 200, {}, text("group/app:pull") });
    add("20 registry off", { {}, personal, 404, text("registry not enabled"), {}, [](GitLabWorld &world) { world.settings.registryEnabled = false; } });
    add("20 registry off, nobody", { {}, none, 404, text("registry not enabled"), {}, [](GitLabWorld &world) { world.settings.registryEnabled = false; } });
    add("21 deploy token under another name", { {}, text("deploy"), 401, basicDenied, {}, [](GitLabWorld &) {}, text("jo") });
    add("22 deploy token revoked", { {}, text("deploy"), 401, basicDenied, {}, [](GitLabWorld &world) { world.deployTokens[0].revoked = true; } });
    add("22 deploy token expired", { {}, text("deploy"), 401, basicDenied, {}, [](GitLabWorld &world) { world.deployTokens[0].expiresAt = QDateTime::currentDateTimeUtc().addSecs(-1); } });
    add("23 deploy token, external authorization", { app + "pull", text("deploy"), 403, denied, {}, [](GitLabWorld &world) { world.settings.externalAuthorization = true; } });
    add("23 personal token, external authorization", { app + "pull", personal, 403, denied, {}, [](GitLabWorld &world) { world.settings.externalAuthorization = true; } });
    add("24 job finished", { {}, text("job-finished"), 401, basicDenied, {} });
    add("24 job erased", { {}, text("job"), 401, basicDenied, {}, [](GitLabWorld &world) { world.jobs[0].erased = true; } });
    add("24 job token expired", { {}, text("job"), 401, basicDenied, {}, [](GitLabWorld &world) { world.jobs[0].tokenExpiresAt = QDateTime::currentDateTimeUtc().addSecs(-1); } });
    add("24 CI disabled", { {}, text("job"), 401, basicDenied, {}, [](GitLabWorld &world) { world.projects[0].ci = false; } });
    add("24 job token under another name", { {}, text("job"), 401, basicDenied, {}, [](GitLabWorld &) {}, text("jo") });
    add("25 a job in its own project", { app + "pull,push", text("job"), 200, {}, text("group/app:pull,push") });
    add("25 a job pushes elsewhere", { "scope=repository:group/team/deep/tool:push", text("job"), 200, {}, {} });
    add("26 a job pulls elsewhere", { "scope=repository:group/team/deep/tool:pull", text("job"), 200, {}, {} });
    add("26 a job pulls where it is allowed", { "scope=repository:group/team/deep/tool:pull", text("job"), 200, {}, text("group/team/deep/tool:pull"),
                                               [](GitLabWorld &world) { world.projects[2].jobTokenAllowlist = QStringList { text("group/app") }; } });
    add("26 allowed, but its user is no member", { "scope=repository:elsewhere/secret:pull", text("job"), 200, {}, {},
                                                  [](GitLabWorld &world) { world.projects[6].jobTokenAllowlist = QStringList { text("group/app") }; } });
    add("27 protected path", { "scope=repository:group/guarded/release-1:push,pull", personal, 403, text("Pushing to protected repository path forbidden"), {} });
    add("27 protected path, pulling", { "scope=repository:group/guarded/release-1:pull", personal, 200, {}, text("group/guarded/release-1:pull") });
    add("27 beside the protected path", { "scope=repository:group/guarded/other:push,pull", personal, 200, {}, text("group/guarded/other:push,pull") });
    add("27 protected path, role high enough", { "scope=repository:group/guarded/release-1:push", personal, 200, {}, text("group/guarded/release-1:push"), role(Role::Owner) });
    add("28 storage used up", { "scope=repository:group/full:push,pull", personal, 403,
                               text("Your action has been rejected because the namespace storage limit has been reached. For more information, visit https://docs.gitlab.com/user/storage_usage_quotas/."), {} });
    add("28 storage used up, pulling", { "scope=repository:group/full:pull", personal, 200, {}, text("group/full:pull") });
    add("29 maintenance mode", { app + "pull,push,delete", personal, 200, {}, text("group/app:pull"), [](GitLabWorld &world) { world.settings.maintenanceMode = true; } });
    add("30 from an address that is not allowed", { app + "pull", personal, 200, {}, {}, [](GitLabWorld &world) { world.projects[0].ipAllowlist = QStringList { text("198.51.100.1") }; } });
    add("30 from an address that is allowed", { app + "pull", personal, 200, {}, text("group/app:pull"), [](GitLabWorld &world) { world.projects[0].ipAllowlist = QStringList { text("127.0.0.1") }; } });
    add("31 single sign-on plays no part", { app + "pull", personal, 200, {}, text("group/app:pull") });
    add("32 a fine-grained token signs in", { {}, text("personal-granular"), 200, {}, {} });
    add("33 a fine-grained token pushes", { app + "push", text("personal-granular"), 200, {}, {} });
    add("33 a fine-grained token wants everything", { app + "*", text("personal-granular"), 200, {}, {} });
    add("34 only fine-grained tokens are let in", { app + "pull", personal, 200, {}, {}, [](GitLabWorld &world) { world.projects[0].granularTokensOnly = true; } });
    Row unknownService { app + "pull", personal, 404, {}, {} };
    unknownService.service = "nonsense";
    add("35 unknown service", unknownService);
    add("- an administrator and the catalog", { "scope=registry:catalog:*", text("personal-api"), 200, {}, text("catalog:*"), [](GitLabWorld &world) { world.users[0].admin = true; } });
    add("- an OAuth token", { app + "pull,push", personal, 200, {}, text("group/app:pull,push"), [](GitLabWorld &world) {
             world.accessTokens[0].owner = TokenOwner::OAuth;
             world.accessTokens[0].scopes = QStringList { text("api") };
         }, text("oauth2") });
    add("- access tokens turned off", { {}, personal, 401, basicDenied, {}, [](GitLabWorld &world) { world.settings.accessTokens = false; } });
    add("- a deploy token elsewhere", { "scope=repository:group/guarded:pull", text("deploy"), 200, {}, {} });
    add("- a project's token elsewhere", { "scope=repository:group/guarded:pull", text("project"), 200, {}, {} });
    add("- a group's token anywhere in it", { "scope=repository:group/team/deep/tool:pull,push", text("group"), 200, {}, text("group/team/deep/tool:pull,push") });
}

QTEST_GUILESS_MAIN(TestGitLabStandIn)
#include "test_gitlab_stand_in.moc"
