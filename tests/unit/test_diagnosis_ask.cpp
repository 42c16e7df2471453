#include "core/diagnosis/probes/ask.h"
#include "tests/support/net_testing.h"
#include "tests/support/test_server.h"

#include <QTest>
#include <QTimer>

using namespace wharf;
using wharf::diagnosis::ask;
using wharf::diagnosis::askAlong;
using wharf::diagnosis::StepId;
using wharf::test::Answer;
using wharf::test::makeSession;
using wharf::test::secret;
using wharf::test::TestServer;

/// One request of a diagnosis, and what is kept of its answer.
class TestDiagnosisAsk final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anAnswerIsTakenDown()
    {
        TestServer server;
        server.answer("/v2/", Answer::json(401, R"({"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]})")
                                  .with("WWW-Authenticate", "Bearer realm=\"https://a.org/\",error=\"invalid_token\"")
                                  .with("Set-Cookie", "session=s3cr3t"));
        const auto asked = QCoro::waitFor(ask(makeSession(), StepId::Ping, { .url = server.url(QStringLiteral("/v2/")) }));
        QCOMPARE(asked.answer.status, 401);
        QCOMPARE(asked.answer.errorCode(), QStringLiteral("UNAUTHORIZED"));
        QCOMPARE(asked.answer.errorMessage(), QStringLiteral("authentication required"));
        QCOMPARE(asked.answer.challengeError(), QStringLiteral("invalid_token"));
        QVERIFY(!asked.answer.headers.contains(QStringLiteral("set-cookie")));
    }

    void anExchangeKnowsItsStep()
    {
        TestServer server;
        const auto session = makeSession();
        QStringList purposes;
        session->setRecorder([&purposes](const net::Exchange &exchange) { purposes.append(exchange.purpose); });
        QCoro::waitFor(ask(session, StepId::WrongCredential, { .url = server.url() }));
        QCOMPARE(purposes, QStringList { QStringLiteral("wrong-credential") });
    }

    void theSecretIsNotKept()
    {
        TestServer server;
        server.answer("/say", Answer::text(403, "no entry for jo with hunter22-hunter22"));
        net::Request request { .url = server.url(QStringLiteral("/say")) };
        request.authorization = net::Authorization { net::Authorization::Scheme::Basic, QStringLiteral("jo"), secret("hunter22-hunter22") };
        const auto asked = QCoro::waitFor(ask(makeSession(), StepId::Credential, request));
        QVERIFY(!asked.answer.body.contains(QLatin1String("hunter22")));
        QCOMPARE(asked.answer.authorization, QStringLiteral("Basic as jo"));
    }

    void aSecretThatIsSaidLaterIsNotKept()
    {
        TestServer server;
        server.answer("/in", Answer::text(200, "welcome"));
        server.answer("/later", Answer::text(403, "not you with hunter22-hunter22 again").with("Via", "hunter22-hunter22"));
        const auto session = makeSession();
        net::Request request { .url = server.url(QStringLiteral("/in")) };
        request.authorization = net::Authorization { net::Authorization::Scheme::Basic, QStringLiteral("jo"), secret("hunter22-hunter22") };
        QCoro::waitFor(ask(session, StepId::Credential, request));
        const auto asked = QCoro::waitFor(ask(session, StepId::Ping, { .url = server.url(QStringLiteral("/later")) }));
        QVERIFY(!asked.answer.body.contains(QLatin1String("hunter22")));
        QVERIFY(!asked.answer.header(QStringLiteral("via")).contains(QLatin1String("hunter22")));
    }

    void aTokenIsNotKept_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("token") << QByteArray(R"({"token":"a.b.c"})");
        QTest::newRow("access_token") << QByteArray(R"({"access_token":"a.b.c","expires_in":300})");
        QTest::newRow("refresh_token") << QByteArray(R"({"refresh_token":"a.b.c"})");
    }
    void aTokenIsNotKept()
    {
        QFETCH(QByteArray, body);
        TestServer server;
        server.answer("/token", Answer::json(200, body));
        const auto asked = QCoro::waitFor(ask(makeSession(), StepId::Credential, { .url = server.url(QStringLiteral("/token")) }));
        QVERIFY2(!asked.answer.body.contains(QLatin1String("a.b.c")), qPrintable(asked.answer.body));
        QVERIFY(asked.answer.body.startsWith(QLatin1Char('{')));
        QCOMPARE(asked.reply->body, body);
    }

    void tenMegabytesAreCut()
    {
        TestServer server;
        server.answer("/big", Answer::text(200, QByteArray(10 << 20, 'x')));
        const auto asked = QCoro::waitFor(ask(makeSession(), StepId::Ping, { .url = server.url(QStringLiteral("/big")) }));
        QCOMPARE(asked.answer.status, 200);
        QCOMPARE(asked.answer.body.size(), 64 << 10);
        QVERIFY(!asked.answer.failure);
    }

    void aBadPeerEndsTheQuestion_data()
    {
        QTest::addColumn<Answer::Manner>("manner");
        QTest::addColumn<bool>("answered");
        QTest::newRow("hangs") << Answer::Manner::Hang << false;
        QTest::newRow("resets") << Answer::Manner::Reset << false;
        QTest::newRow("sends half and cuts") << Answer::Manner::Half << false;
        QTest::newRow("sends half and hangs") << Answer::Manner::HalfHang << true;
        QTest::newRow("drips") << Answer::Manner::Drip << false;
    }
    void aBadPeerEndsTheQuestion()
    {
        QFETCH(Answer::Manner, manner);
        QFETCH(bool, answered);
        TestServer server;
        Answer answer = Answer::json(200, "{\"a\":\"" + QByteArray(2000, 'b') + "\"}");
        answer.manner = manner;
        server.answer("/v2/", answer);
        net::Request request { .url = server.url(QStringLiteral("/v2/")) };
        request.timeout = std::chrono::milliseconds(300);
        const auto asked = QCoro::waitFor(ask(makeSession(), StepId::Ping, request));
        QVERIFY(asked.answer.failure.has_value());
        QCOMPARE(asked.answer.answered(), answered);
    }

    void closingTheSessionEndsTheQuestion()
    {
        TestServer server;
        server.answer("/v2/", Answer::doing(Answer::Manner::Hang));
        const auto session = makeSession();
        QTimer timer;
        timer.setSingleShot(true);
        connect(&timer, &QTimer::timeout, this, [session] { session->close(); });
        timer.start(50);
        const auto asked = QCoro::waitFor(ask(session, StepId::Ping, { .url = server.url(QStringLiteral("/v2/")) }));
        QCOMPARE(asked.answer.failure->kind, Kind::Cancelled);
    }

    void aRedirectInsideTheOriginTakesTheCredential()
    {
        TestServer server;
        server.answer("/a", Answer::redirect(302, "/b"));
        server.answer("/b", Answer::json(200, "{}"));
        net::Request request { .url = server.url(QStringLiteral("/a")) };
        request.authorization = net::Authorization { net::Authorization::Scheme::Basic, QStringLiteral("jo"), secret("right-right") };
        const auto asked = QCoro::waitFor(askAlong(makeSession(), StepId::Credential, request));
        QCOMPARE(asked.trial.hops.size(), 2);
        QVERIFY(!asked.trial.stoppedAtForeignOrigin);
        QVERIFY(!server.requests().last().header("Authorization").isEmpty());
    }

    void aCredentialIsNotTakenElsewhere()
    {
        TestServer here;
        TestServer there;
        here.answer("/a", Answer::redirect(302, there.url(QStringLiteral("/b")).toEncoded()));
        net::Request request { .url = here.url(QStringLiteral("/a")) };
        request.authorization = net::Authorization { net::Authorization::Scheme::Basic, QStringLiteral("jo"), secret("right-right") };
        const auto asked = QCoro::waitFor(askAlong(makeSession(), StepId::Credential, request));
        QVERIFY(asked.trial.stoppedAtForeignOrigin);
        QCOMPARE(asked.trial.hops.size(), 1);
        QVERIFY(there.requests().isEmpty());
    }

    void nobodyIsTakenAnywhere()
    {
        TestServer here;
        TestServer there;
        here.answer("/a", Answer::redirect(302, there.url(QStringLiteral("/b")).toEncoded()));
        there.answer("/b", Answer::json(200, "{}"));
        const auto asked = QCoro::waitFor(askAlong(makeSession(), StepId::Realm, { .url = here.url(QStringLiteral("/a")) }));
        QCOMPARE(asked.trial.hops.size(), 2);
        QCOMPARE(asked.trial.last().status, 200);
    }

    void aRedirectForEverEnds()
    {
        TestServer server;
        server.answer("/a", Answer::redirect(302, "/a"));
        const auto asked = QCoro::waitFor(askAlong(makeSession(), StepId::Realm, { .url = server.url(QStringLiteral("/a")) }));
        QCOMPARE(asked.trial.hops.size(), 6);
        QVERIFY(asked.trial.last().isRedirect());
    }
};

QTEST_GUILESS_MAIN(TestDiagnosisAsk)
#include "test_diagnosis_ask.moc"
