#include "tests/support/net_testing.h"
#include "tests/support/test_server.h"

#include <QTest>

using namespace wharf;
using namespace wharf::test;
using namespace std::chrono_literals;
using Manner = Answer::Manner;

/// One request, one answer, and each way in which there is none.
class TestSession final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyStatusIsAnAnswer_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : { 200, 201, 202, 204, 301, 302, 304, 307, 400, 401, 403, 404, 405, 407, 409, 418, 429, 500, 502, 503 })
            QTest::addRow("%d", status) << status;
    }
    void everyStatusIsAnAnswer()
    {
        QFETCH(int, status);
        TestServer server;
        Answer answer = Answer::json(status, status == 204 || status == 304 ? "" : R"({"errors":[]})");
        answer.with("Location", "/elsewhere").with("WWW-Authenticate", "Basic realm=\"r\"").with("Proxy-Authenticate", "Basic realm=\"p\"");
        server.answer("/v2/", answer);

        const auto reply = send(makeSession(), { .url = server.url(QStringLiteral("/v2/")) });
        QCOMPARE(told(reply), QString::number(status));
        QCOMPARE(reply->body, answer.body);
        QCOMPARE(reply->header("location"), QByteArray("/elsewhere"));
        QCOMPARE(server.requests().size(), 1);
    }

    void theAnswerToHeadHasALengthAndNoBody()
    {
        TestServer server;
        server.answer("/v2/", Answer::json(200, R"({"tags":[]})"));
        // Kept open, as registries do: nobody says that no body comes.
        const auto reply = send(makeSession(), { .method = "HEAD", .url = server.url(QStringLiteral("/v2/")), .timeout = std::chrono::seconds(5) });
        QCOMPARE(told(reply), QStringLiteral("200"));
        QCOMPARE(reply->header("Content-Length"), QByteArray("11"));
        QVERIFY(reply->body.isEmpty());
    }

    void aChallengeIsNeverAnsweredByQtItself_data()
    {
        QTest::addColumn<QByteArray>("challenge");
        QTest::newRow("basic") << QByteArray("Basic realm=\"r\"");
        QTest::newRow("bearer") << QByteArray("Bearer realm=\"http://127.0.0.1/\",service=\"s\"");
        QTest::newRow("digest") << QByteArray("Digest realm=\"r\", nonce=\"n\", qop=\"auth\"");
        QTest::newRow("ntlm") << QByteArray("NTLM");
        QTest::newRow("negotiate") << QByteArray("Negotiate");
        QTest::newRow("several") << QByteArray("Negotiate, Bearer realm=\"x\", Basic realm=\"r\"");
    }
    void aChallengeIsNeverAnsweredByQtItself()
    {
        QFETCH(QByteArray, challenge);
        TestServer server;
        server.answer("/v2/", Answer::json(401, R"({"errors":[{"code":"UNAUTHORIZED"}]})").with("WWW-Authenticate", challenge));
        const auto session = makeSession();
        QUrl url = server.url(QStringLiteral("/v2/"));
        url.setUserInfo(QStringLiteral("jo:in-the-url"));

        for (int i = 0; i < 2; ++i) {
            const auto reply = send(session, { .url = url });
            QCOMPARE(told(reply), QStringLiteral("401"));
            QCOMPARE(reply->body, QByteArray(R"({"errors":[{"code":"UNAUTHORIZED"}]})"));
            QCOMPARE(reply->header("WWW-Authenticate"), challenge);
        }
        QCOMPARE(server.requests().size(), 2);
        for (const SeenRequest &seen : server.requests())
            QVERIFY2(seen.header("Authorization").isEmpty(), seen.header("Authorization"));
    }

    void theAuthorizationGoesOutAsItsSchemeSays_data()
    {
        using Scheme = net::Authorization::Scheme;
        QTest::addColumn<Scheme>("scheme");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("basic") << Scheme::Basic << QByteArray("Authorization") << QByteArray("Basic asO2OmdscGF0LXNlY3JldA==");
        QTest::newRow("bearer") << Scheme::Bearer << QByteArray("Authorization") << QByteArray("Bearer glpat-secret");
        QTest::newRow("private") << Scheme::PrivateToken << QByteArray("PRIVATE-TOKEN") << QByteArray("glpat-secret");
        QTest::newRow("job") << Scheme::JobToken << QByteArray("JOB-TOKEN") << QByteArray("glpat-secret");
    }
    void theAuthorizationGoesOutAsItsSchemeSays()
    {
        QFETCH(net::Authorization::Scheme, scheme);
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, value);
        TestServer server;
        server.answer("/", Answer::json(200, "{}"));
        const net::Authorization authorization { scheme, QStringLiteral("jö"), secret("glpat-secret") };
        QCOMPARE(told(send(makeSession(), { .url = server.url(), .authorization = authorization })), QStringLiteral("200"));
        QCOMPARE(server.requests().first().header(header), value);
    }

    void troublesOnTheWireHaveANameEach_data()
    {
        QTest::addColumn<Answer>("answer");
        QTest::addColumn<QString>("expected");
        Answer garbage;
        garbage.raw = "SSH-2.0-OpenSSH_9.2\r\n";
        QTest::newRow("reset") << Answer::doing(Manner::Reset) << QStringLiteral("connect/offline reset");
        QTest::newRow("half an answer") << Answer::doing(Manner::Half) << QStringLiteral("connect/offline reset");
        // Qt asks again when a status line does not parse, and then says that the connection was closed.
        QTest::newRow("no HTTP") << garbage << QStringLiteral("connect/offline reset");
        QTest::newRow("hangs") << Answer::doing(Manner::Hang) << QStringLiteral("connect/timeout");
        QTest::newRow("hangs half-way") << Answer::doing(Manner::HalfHang) << QStringLiteral("connect/timeout 200");
        QTest::newRow("drips") << Answer::doing(Manner::Drip) << QStringLiteral("connect/timeout");
        QTest::newRow("10 MB") << Answer::text(200, QByteArray(10'000'000, 'x')) << QStringLiteral("connect/too-large 200");
        QTest::newRow("10 MB, length not said") << Answer::text(200, "989680\r\n" + QByteArray(10'000'000, 'x') + "\r\n0\r\n\r\n")
                                                       .with("Transfer-Encoding", "chunked") << QStringLiteral("connect/too-large 200");
    }
    void troublesOnTheWireHaveANameEach()
    {
        QFETCH(Answer, answer);
        QFETCH(QString, expected);
        TestServer server;
        server.answer("/", answer);
        const auto reply = send(makeSession(), { .url = server.url(), .timeout = 400ms });
        QCOMPARE(told(reply), expected);
        QCOMPARE(reply.error().host, QStringLiteral("127.0.0.1:%1").arg(server.serverPort()));
    }

    void aPortNobodyListensOnIsRefused()
    {
        QUrl url;
        {
            TestServer server;
            url = server.url();
        }
        QCOMPARE(told(send(makeSession(), { .url = url })), QStringLiteral("connect/offline refused"));
    }

    void plainHttpIsRefusedUnlessAllowed()
    {
        // RFC 5737: an address nobody has, so that an allowed request ends in its time limit.
        const net::Request request { .url = QUrl(QStringLiteral("http://192.0.2.1:5000/v2/")), .timeout = 100ms };
        QCOMPARE(told(send(makeSession(), request)), QStringLiteral("connect/refused plain-http"));

        auto settings = bareSettings();
        settings.hosts.insert(QStringLiteral("192.0.2.1:5000"), { .plainHttp = true });
        const auto reply = send(makeSession(settings), request);
        QVERIFY(!reply);
        QVERIFY2(reply.error().kind != Kind::Refused, qPrintable(told(reply)));
    }

    void closingCancelsWhatRunsAndWhatComes()
    {
        TestServer server;
        server.answer("/", Answer::doing(Manner::Hang));
        const auto session = makeSession();
        const auto first = session->send({ .url = server.url() });
        const auto second = session->send({ .url = server.url() });
        QTRY_COMPARE(server.requests().size(), 2);
        QVERIFY(!first.isReady() && !second.isReady());

        session->close();
        session->close();
        QVERIFY(session->isClosed());
        QVERIFY(first.isReady() && second.isReady());
        QCOMPARE(told(QCoro::waitFor(session->send({ .url = server.url() }))), QStringLiteral("connect/cancelled"));
        QCOMPARE(server.requests().size(), 2);
    }

    void theLastHolderGoingEndsWhatRuns()
    {
        TestServer server;
        server.answer("/", Answer::doing(Manner::Hang));
        auto session = makeSession();
        int recorded = 0;
        session->setRecorder([&recorded](const net::Exchange &exchange) {
            ++recorded;
            QCOMPARE(exchange.failure->kind, Kind::Cancelled);
        });
        const auto waiting = session->send({ .url = server.url() });
        QTRY_COMPARE(server.requests().size(), 1);
        session.reset();
        QVERIFY(waiting.isReady());
        QCOMPARE(recorded, 1);
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "test_session.moc"
