#include "core/registry/upload_probe.h"
#include "tests/support/net_testing.h"
#include "tests/support/test_server.h"

#include <QTest>

using namespace wharf;
using namespace wharf::registry;
using namespace wharf::test;

/// The proof of the right to push.
class TestUploadProbe final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anUploadIsStartedAndTakenBack_data()
    {
        QTest::addColumn<int>("deleteStatus");
        QTest::newRow("taken back") << 204;
        QTest::newRow("no right to take back") << 401;
        QTest::newRow("knows no DELETE") << 405;
    }
    void anUploadIsStartedAndTakenBack()
    {
        QFETCH(int, deleteStatus);
        TestServer server;
        const QByteArray location = "/v2/group/app/blobs/uploads/1?_state=a%2Fb%3D";
        server.answer("/v2/group/app/blobs/uploads/", Answer::text(202, "").with("Location", location));
        server.answer("/v2/group/app/blobs/uploads/1", Answer::text(deleteStatus, ""));

        QCOMPARE(told(QCoro::waitFor(probeUpload(makeSession(), server.url(), QStringLiteral("group/app"), m_token))), QStringLiteral("ok"));
        QCOMPARE(server.requests().size(), 2);
        const SeenRequest post = server.requests().first();
        QCOMPARE(post.method, QByteArray("POST"));
        QCOMPARE(post.header("Content-Length"), QByteArray("0"));
        QCOMPARE(post.header("Authorization"), QByteArray("Bearer a.b.c"));
        const SeenRequest takeBack = server.requests().last();
        QCOMPARE(takeBack.method, QByteArray("DELETE"));
        QCOMPARE(takeBack.target, location);
        QCOMPARE(takeBack.header("Authorization"), QByteArray("Bearer a.b.c"));
    }

    void theTokenStaysWithTheRegistry()
    {
        TestServer registry;
        TestServer storage;
        storage.answer("/upload/1", Answer::text(204, ""));
        registry.answer("/v2/app/blobs/uploads/", Answer::text(202, "").with("Location", storage.url(QStringLiteral("/upload/1")).toEncoded()));
        QCOMPARE(told(QCoro::waitFor(probeUpload(makeSession(), registry.url(), QStringLiteral("app"), m_token))), QStringLiteral("ok"));
        QCOMPARE(storage.count("/upload/1"), 1);
        QVERIFY(storage.requests().first().header("Authorization").isEmpty());
    }

    void aRefusalSaysWhy_data()
    {
        QTest::addColumn<Answer>("answer");
        QTest::addColumn<QString>("expected");
        const QByteArray challenge = "Bearer realm=\"https://a.org/\",service=\"s\",scope=\"repository:app:push\",error=";
        QTest::newRow("no right") << Answer::json(401, "{}").with("WWW-Authenticate", challenge + "\"insufficient_scope\"")
                                  << QStringLiteral("registry/unauthorized 401 insufficient-scope");
        QTest::newRow("dead token") << Answer::json(401, "{}").with("WWW-Authenticate", challenge + "\"invalid_token\"")
                                    << QStringLiteral("registry/unauthorized 401 invalid-token");
        QTest::newRow("forbidden") << Answer::json(403, R"({"errors":[{"code":"DENIED","message":"no"}]})") << QStringLiteral("registry/forbidden 403");
        QTest::newRow("no such repository") << Answer::json(404, R"({"errors":[{"code":"NAME_UNKNOWN"}]})") << QStringLiteral("registry/not-found 404");
        QTest::newRow("read-only") << Answer::json(405, R"({"errors":[{"code":"UNSUPPORTED"}]})") << QStringLiteral("registry/bad-reply 405");
        QTest::newRow("down") << Answer::text(503, "") << QStringLiteral("registry/server 503");
        QTest::newRow("no Location") << Answer::text(202, "") << QStringLiteral("registry/bad-reply 202 no-location");
        QTest::newRow("a page") << Answer::text(200, "<html>", "text/html") << QStringLiteral("registry/bad-reply 200 html");
        QTest::newRow("redirected") << Answer::redirect(307, "/elsewhere") << QStringLiteral("registry/bad-reply 307 redirect");
    }
    void aRefusalSaysWhy()
    {
        QFETCH(Answer, answer);
        QFETCH(QString, expected);
        TestServer server;
        server.answer("/v2/app/blobs/uploads/", answer);
        QCOMPARE(told(QCoro::waitFor(probeUpload(makeSession(), server.url(), QStringLiteral("app"), m_token))), expected);
        QCOMPARE(server.requests().size(), 1);
    }

private:
    net::Authorization m_token { net::Authorization::Scheme::Bearer, {}, secret("a.b.c") };
};

QTEST_GUILESS_MAIN(TestUploadProbe)
#include "test_upload_probe.moc"
