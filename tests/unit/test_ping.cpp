#include "core/registry/ping.h"
#include "tests/support/net_testing.h"
#include "tests/support/test_server.h"

#include <QTest>

using namespace wharf;
using namespace wharf::registry;
using namespace wharf::test;

namespace {

RegistryHost hostOf(const TestServer &server)
{
    return *RegistryHost::parse(QStringLiteral("127.0.0.1:%1").arg(server.serverPort()));
}

const QByteArray bearer = QByteArrayLiteral("Bearer realm=\"https://gitlab.example.com/jwt/auth\",service=\"container_registry\"");

} // namespace

/// What a registry says to a stranger, and what is none.
class TestPing final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatAnswersIsToldApart_data()
    {
        QTest::addColumn<Answer>("answer");
        QTest::addColumn<QString>("expected");
        const QByteArray page = "<!DOCTYPE html><html><title>Welcome</title></html>";
        const QByteArray unauthorized = R"({"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]})";
        QTest::newRow("bearer") << Answer::json(401, unauthorized).with("WWW-Authenticate", bearer) << QStringLiteral("ok");
        QTest::newRow("basic") << Answer::json(401, unauthorized).with("WWW-Authenticate", "Basic realm=\"r\"") << QStringLiteral("ok");
        QTest::newRow("open") << Answer::json(200, "{}") << QStringLiteral("ok");
        QTest::newRow("open and bare") << Answer::text(200, "") << QStringLiteral("ok");
        QTest::newRow("401 that offers nothing") << Answer::json(401, unauthorized) << QStringLiteral("challenge/bad-reply 401");
        QTest::newRow("401 that offers Negotiate") << Answer::json(401, unauthorized).with("WWW-Authenticate", "Negotiate")
                                                   << QStringLiteral("challenge/bad-reply 401");
        QTest::newRow("a web site") << Answer::text(200, page, "text/html") << QStringLiteral("ping/bad-reply 200 html");
        QTest::newRow("a web site that lies about its type") << Answer::text(200, page, "application/json") << QStringLiteral("ping/bad-reply 200 html");
        QTest::newRow("not found") << Answer::text(404, "404 page not found") << QStringLiteral("ping/not-found 404");
        QTest::newRow("forbidden page") << Answer::text(403, page, "text/html") << QStringLiteral("ping/bad-reply 403 html");
        QTest::newRow("forbidden") << Answer::json(403, R"({"message":"no"})") << QStringLiteral("ping/forbidden 403");
        QTest::newRow("nginx's 502") << Answer::text(502, "<html>Bad Gateway</html>", "text/html") << QStringLiteral("ping/server 502 html");
        QTest::newRow("throttled") << Answer::text(429, "Retry later\n") << QStringLiteral("ping/throttled 429");
        QTest::newRow("to another host") << Answer::redirect(302, "https://elsewhere.example.com/v2/") << QStringLiteral("ping/bad-reply 302 redirect");
        QTest::newRow("in a circle") << Answer::redirect(302, "/v2/") << QStringLiteral("ping/bad-reply 302 redirect");
        QTest::newRow("nowhere") << Answer::text(302, "") << QStringLiteral("ping/bad-reply 302 redirect");
    }
    void whatAnswersIsToldApart()
    {
        QFETCH(Answer, answer);
        QFETCH(QString, expected);
        TestServer server;
        server.answer("/v2/", answer);
        QCOMPARE(told(QCoro::waitFor(pingRegistry(makeSession(), hostOf(server)))), expected);
    }

    void aPingTellsWhatWasSeen()
    {
        TestServer server;
        server.answer("/v2/", Answer::json(401, "{}").with("WWW-Authenticate", "Basic realm=\"r\"").with("WWW-Authenticate", bearer)
                                  .with("Date", "Mon, 02 Mar 2026 09:00:00 GMT"));
        const auto ping = QCoro::waitFor(pingRegistry(makeSession(), hostOf(server)));
        QVERIFY(ping);
        QCOMPARE(ping->status, 401);
        QCOMPARE(ping->challenges.size(), 2);
        QCOMPARE(preferredChallenge(ping->challenges)->realm(), QStringLiteral("https://gitlab.example.com/jwt/auth"));
        QCOMPARE(ping->serverDate, QDateTime(QDate(2026, 3, 2), QTime(9, 0), Qt::UTC));
        QCOMPARE(ping->api, QUrl(QStringLiteral("http://127.0.0.1:%1").arg(server.serverPort())));
        for (const SeenRequest &seen : server.requests())
            QVERIFY(seen.header("Authorization").isEmpty());
    }

    void aRedirectInsideTheOriginIsFollowed()
    {
        TestServer server;
        server.answer("/v2/", Answer::redirect(307, "/registry/v2/"));
        server.answer("/registry/v2/", Answer::json(401, "{}").with("WWW-Authenticate", bearer));
        QCOMPARE(told(QCoro::waitFor(pingRegistry(makeSession(), hostOf(server)))), QStringLiteral("ok"));
    }

    void httpsIsTakenWhereItIsThere()
    {
        TestCertificates certificates;
        const TestCertificate ca = certificates.authority();
        TestServer server(certificates.issue(ca));
        server.answer("/v2/", Answer::json(401, "{}").with("WWW-Authenticate", bearer));
        auto settings = bareSettings();
        settings.extraCaFiles << ca.certificateFile;
        const auto ping = QCoro::waitFor(pingRegistry(makeSession(settings), hostOf(server)));
        QCOMPARE(told(ping), QStringLiteral("ok"));
        QCOMPARE(ping->api.scheme(), QStringLiteral("https"));
    }

    void aCertificateThatCannotBeTrustedNeverEndsInPlainHttp()
    {
        TestCertificates certificates;
        TestServer server(certificates.selfSigned());
        auto settings = bareSettings();
        settings.hosts.insert(hostOf(server).name(), { .plainHttp = true });
        QCOMPARE(told(QCoro::waitFor(pingRegistry(makeSession(settings), hostOf(server)))), QStringLiteral("tls/tls self-signed"));
        QCOMPARE(server.connections(), 1);
    }

    void theFirstFailureStandsWhereNothingListensAtAll()
    {
        QString name;
        {
            TestServer server;
            name = hostOf(server).name();
        }
        const auto ping = QCoro::waitFor(pingRegistry(makeSession(), *RegistryHost::parse(name)));
        QCOMPARE(told(ping), QStringLiteral("connect/offline refused"));
    }

    void aTokenIsProvenAtTheRegistry_data()
    {
        QTest::addColumn<Answer>("answer");
        QTest::addColumn<QString>("expected");
        const QByteArray body = R"({"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]})";
        QTest::newRow("taken") << Answer::json(200, "{}") << QStringLiteral("ok");
        QTest::newRow("bad token") << Answer::json(401, body).with("WWW-Authenticate", bearer + ",error=\"invalid_token\"")
                                   << QStringLiteral("registry/unauthorized 401 invalid-token");
        QTest::newRow("token without the right") << Answer::json(401, body).with("WWW-Authenticate", bearer + ",error=\"insufficient_scope\"")
                                                 << QStringLiteral("registry/unauthorized 401 insufficient-scope");
        QTest::newRow("header lost on the way") << Answer::json(401, body).with("WWW-Authenticate", bearer) << QStringLiteral("registry/unauthorized 401");
        QTest::newRow("a page") << Answer::text(200, "<html></html>", "text/html; charset=utf-8") << QStringLiteral("registry/bad-reply 200 html");
        QTest::newRow("sent elsewhere") << Answer::redirect(307, "http://127.0.0.2:1/v2/") << QStringLiteral("registry/bad-reply 307 redirect");
    }
    void aTokenIsProvenAtTheRegistry()
    {
        QFETCH(Answer, answer);
        QFETCH(QString, expected);
        TestServer server;
        server.answer("/v2/", answer);
        const net::Authorization token { net::Authorization::Scheme::Bearer, {}, secret("a.b.c") };
        QCOMPARE(told(QCoro::waitFor(proveAtRegistry(makeSession(), server.url(), token))), expected);
        QCOMPARE(server.requests().size(), 1);
        QCOMPARE(server.requests().first().header("Authorization"), QByteArray("Bearer a.b.c"));
    }
};

QTEST_GUILESS_MAIN(TestPing)
#include "test_ping.moc"
