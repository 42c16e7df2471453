#include "core/diagnosis/probes/host_probe.h"
#include "tests/support/net_testing.h"
#include "tests/support/test_proxy.h"
#include "tests/support/test_server.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>
#include <QTimer>

using namespace wharf;
using namespace wharf::diagnosis;
using namespace std::chrono_literals;
using Server = test::TestServer;
using Served = test::Answer;

namespace {

WireSettings bareWire()
{
    WireSettings settings;
    settings.network = test::bareSettings();
    settings.hostsFile = QStringLiteral("/nonexistent");
    settings.nameLimit = 2s;
    settings.connectLimit = 2s;
    settings.tlsLimit = 3s;
    return settings;
}

struct Walked {
    HostEvidence host;
    int told = 0;
    qint64 milliseconds = 0;
};

Walked walk(const QUrl &url, const WireSettings &settings = bareWire(), std::shared_ptr<Stop> stop = std::make_shared<Stop>())
{
    Walked walked;
    QElapsedTimer timer;
    timer.start();
    walked.host = QCoro::waitFor(probeHost(QStringLiteral("registry"), url, settings, stop, [&walked](const HostEvidence &) { ++walked.told; }));
    walked.milliseconds = timer.elapsed();
    return walked;
}

Served unauthorized()
{
    return Served::json(401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}")
        .with("Server", "nginx/1.22.1")
        .with("Date", "Mon, 23 Nov 2026 03:00:00 GMT")
        .with("X-Secret-Token", "do-not-keep")
        .with("WWW-Authenticate", "Basic realm=\"r\"");
}

} // namespace

/// The whole way to one host.
class TestHostProbe final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        qputenv("SSL_CERT_FILE", QFile::encodeName(m_ca.certificateFile));
        qputenv("SSL_CERT_DIR", "/nonexistent");
        for (const char *name : { "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy" })
            qunsetenv(name);
    }

    void aHealthyHostIsUsableAndNothingMoreIsAsked()
    {
        Server server(m_maker.issue(m_ca));
        server.answer("*", unauthorized());
        const Walked walked = walk(server.url(QStringLiteral("/"), QStringLiteral("localhost")));
        const HostEvidence &host = walked.host;
        QCOMPARE(host.role, QStringLiteral("registry"));
        QCOMPARE(host.scheme, QStringLiteral("https"));
        QCOMPARE(host.host, QStringLiteral("localhost"));
        QCOMPARE(host.port, server.serverPort());
        QVERIFY(host.name.looked && !host.name.addresses.isEmpty());
        QCOMPARE(host.connects.size(), host.name.addresses.size());
        QVERIFY(host.tls.trusted());
        QVERIFY(host.connected() && host.usable());
        QCOMPARE(server.requests().size(), 0);
        QVERIFY(!host.unverified.answered() && !host.plain.answered());
        QVERIFY(walked.told >= 3);
        // One handshake and one knock an address: a registry counts connections.
        QVERIFY(server.connections() <= 2);
    }

    void whoIsNotTrustedStillShowsClockAndFace()
    {
        Server server(m_maker.issue(m_maker.authority(QStringLiteral("Nobody's CA"))));
        server.answer("/v2/", unauthorized());
        const HostEvidence host = walk(server.url()).host;
        QVERIFY(host.connected() && !host.usable());
        QCOMPARE(host.unverified.method, QStringLiteral("GET"));
        QCOMPARE(host.unverified.status, 401);
        QCOMPARE(host.unverified.header(QStringLiteral("Server")), QStringLiteral("nginx/1.22.1"));
        QCOMPARE(host.unverified.date, QDateTime(QDate(2026, 11, 23), QTime(3, 0), Qt::UTC));
        QVERIFY(host.unverified.received.isValid());
        QCOMPARE(host.unverified.errorCode(), QStringLiteral("UNAUTHORIZED"));
        QVERIFY(!host.unverified.headers.contains(QStringLiteral("x-secret-token")));
        QCOMPARE(server.requests().size(), 1);
        QCOMPARE(server.requests().first().header("Authorization"), QByteArray());
        QVERIFY(!host.plain.answered());
    }

    void whoSpeaksNoTlsIsAskedInPlainHttp()
    {
        Server server;
        server.answer("/v2/", unauthorized());
        QUrl url = server.url();
        url.setScheme(QStringLiteral("https"));
        const HostEvidence host = walk(url).host;
        QCOMPARE(host.tls.outcome, QStringLiteral("not-tls"));
        QCOMPARE(host.tls.firstText, QStringLiteral("HTTP/1.0 400 Bad Request"));
        QCOMPARE(host.plain.status, 401);
        QVERIFY(!host.unverified.answered());
        QVERIFY(!host.usable());
        QCOMPARE(server.requests().first().header("Authorization"), QByteArray());
    }

    void plainHttpNeedsNoTls()
    {
        Server server;
        const HostEvidence host = walk(server.url()).host;
        QVERIFY(host.usable());
        QVERIFY(!host.tls.tried);
        QCOMPARE(server.requests().size(), 0);
    }

    void whereNobodyListensTheWalkEnds()
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const QUrl url(QStringLiteral("https://127.0.0.1:%1").arg(closed.serverPort()));
        closed.close();
        const HostEvidence host = walk(url).host;
        QCOMPARE(host.connects.first().outcome, QStringLiteral("refused"));
        QVERIFY(!host.tls.tried && !host.connected());
    }

    void aNameThatNobodyHasEndsTheWalk()
    {
        const Walked walked = walk(QUrl(QStringLiteral("https://registry.invalid")));
        QVERIFY(!walked.host.name.problem.isEmpty());
        QVERIFY(walked.host.connects.isEmpty());
        QVERIFY(!walked.host.tls.tried);
        QVERIFY(walked.milliseconds < 5000);
    }

    void throughAProxyTheNameNeedNotResolve()
    {
        test::TestProxy proxy;
        Server server(m_maker.issue(m_ca, { .names = { QStringLiteral("registry.invalid") } }));
        proxy.lead("registry.invalid:443", server.serverPort());
        qputenv("HTTPS_PROXY", proxy.address());
        const HostEvidence host = walk(QUrl(QStringLiteral("https://registry.invalid"))).host;
        QCOMPARE(host.proxy.status, 200);
        QVERIFY(host.connects.isEmpty());
        QVERIFY(host.tls.trusted());
        QVERIFY(host.usable());
    }

    void aProxyThatRefusesIsTheEnd()
    {
        test::TestProxy proxy;
        proxy.refuseWith(403);
        qputenv("HTTPS_PROXY", proxy.address());
        const HostEvidence host = walk(QUrl(QStringLiteral("https://registry.invalid"))).host;
        QCOMPARE(host.proxy.status, 403);
        QVERIFY(!host.tls.tried && !host.connected() && !host.usable());
    }

    void theUnverifiedAnswerGoesThroughTheProxyToo()
    {
        test::TestProxy proxy;
        proxy.demand("jo", "correct-horse");
        Server server(m_maker.issue(m_maker.authority(QStringLiteral("Inspection CA")), { .names = { QStringLiteral("registry.invalid") } }));
        server.answer("/v2/", unauthorized());
        proxy.lead("registry.invalid:443", server.serverPort());
        qputenv("HTTPS_PROXY", proxy.address("jo:correct-horse"));
        const HostEvidence host = walk(QUrl(QStringLiteral("https://registry.invalid"))).host;
        QCOMPARE(host.unverified.status, 401);
        QCOMPARE(server.requests().first().header("Proxy-Authorization"), QByteArray());
    }

    void badAnswersEndInAFailureOrWhatCame_data()
    {
        QTest::addColumn<Served>("served");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("size");
        QTest::addColumn<QString>("failure");
        const auto manner = [](Served::Manner how) { return Served::doing(how); };
        const auto raw = [](const QByteArray &bytes) {
            Served served;
            served.raw = bytes;
            return served;
        };
        Served lying = Served::text(200, "short");
        lying.with("Content-Length", "100000");
        QTest::newRow("whole") << Served::text(200, "{}") << 200 << 2 << QString();
        QTest::newRow("hangs") << manner(Served::Manner::Hang) << 0 << 0 << QStringLiteral("timeout");
        QTest::newRow("resets") << manner(Served::Manner::Reset) << 0 << 0 << QStringLiteral("offline reset");
        QTest::newRow("half") << manner(Served::Manner::Half) << 200 << 500 << QString();
        QTest::newRow("half and hangs") << manner(Served::Manner::HalfHang) << 200 << 500 << QString();
        QTest::newRow("lies about its length") << lying << 200 << 5 << QString();
        QTest::newRow("no HTTP") << raw("what?\r\n") << 0 << 0 << QStringLiteral("bad-reply not-http");
        QTest::newRow("no end, no length") << raw("HTTP/1.1 200 OK\r\n\r\nhello") << 200 << 5 << QString();
        QTest::newRow("chunked") << raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n") << 200 << 5 << QString();
        QTest::newRow("chunk that lies") << raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffff\r\nabc") << 200 << 3 << QString();
        QTest::newRow("chunk that is none") << raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc") << 200 << 0 << QString();
        QTest::newRow("an answer before") << raw("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") << 200 << 2 << QString();
        QTest::newRow("10 MB") << Served::text(200, QByteArray(10 << 20, 'x')) << 200 << 65536 << QString();
        QTest::newRow("a head without end") << raw("HTTP/1.1 200 OK\r\n" + QByteArray("a: b\r\n").repeated(100000)) << 0 << 0 << QStringLiteral("*");
        QTest::newRow("redirects") << Served::redirect(302, "https://other.example.com/login?token=hidden-value") << 302 << 0 << QString();
    }
    void badAnswersEndInAFailureOrWhatCame()
    {
        QFETCH(Served, served);
        QFETCH(int, status);
        QFETCH(int, size);
        QFETCH(QString, failure);
        WireSettings settings = bareWire();
        settings.connectLimit = 600ms;
        for (const bool encrypted : { true, false }) {
            Server server(encrypted ? std::optional(m_maker.issue(m_maker.authority(QStringLiteral("Nobody's CA")))) : std::nullopt);
            server.answer("/v2/", served);
            QUrl url = server.url();
            url.setScheme(QStringLiteral("https"));
            const Walked walked = walk(url, settings);
            const diagnosis::Answer &answer = encrypted ? walked.host.unverified : walked.host.plain;
            QCOMPARE(answer.status, status);
            QCOMPARE(answer.body.size(), size);
            QCOMPARE(answer.failure.has_value(), !failure.isEmpty());
            if (answer.failure && failure != QLatin1String("*"))
                QCOMPARE((kindName(answer.failure->kind) + QLatin1Char(' ') + answer.failure->subject).trimmed(), failure);
            QVERIFY(!answer.header(QStringLiteral("location")).contains(QLatin1String("hidden-value")));
            QVERIFY2(walked.milliseconds < 4000, qPrintable(QString::number(walked.milliseconds)));
        }
    }

    void aStopInTheMiddleEndsItAtOnce_data()
    {
        QTest::addColumn<int>("after");
        for (const int after : { 0, 1, 5, 20, 100 })
            QTest::addRow("%d ms", after) << after;
    }
    void aStopInTheMiddleEndsItAtOnce()
    {
        QFETCH(int, after);
        QTcpServer silent; // takes connections and says nothing
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        const auto stop = std::make_shared<Stop>();
        WireSettings settings = bareWire();
        settings.tlsLimit = 60s;
        QTimer::singleShot(after, stop.get(), &Stop::stop);
        const Walked walked = walk(QUrl(QStringLiteral("https://localhost:%1").arg(silent.serverPort())), settings, stop);
        QVERIFY2(walked.milliseconds < after + 1000, qPrintable(QString::number(walked.milliseconds)));
        QVERIFY(!walked.host.tls.tried);
    }

    void whatIsStoppedBeforeDoesNothing()
    {
        Server server(m_maker.issue(m_ca));
        const auto stop = std::make_shared<Stop>();
        stop->stop();
        const Walked walked = walk(server.url(), bareWire(), stop);
        QCOMPARE(server.connections(), 0);
        QVERIFY(!walked.host.connected());
    }

private:
    test::TestCertificates m_maker;
    test::TestCertificate m_ca = m_maker.authority();
};

QTEST_GUILESS_MAIN(TestHostProbe)
#include "test_host_probe.moc"
