#include "core/diagnosis/probes/host_probe.h"
#include "tests/support/net_testing.h"
#include "tests/support/test_proxy.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

using namespace wharf;
using namespace wharf::diagnosis;
using namespace wharf::test;
using namespace std::chrono_literals;

namespace {

const QUrl registryUrl(QStringLiteral("https://registry.example.com/v2/"));

void drip(QPointer<QTcpSocket> socket, const QByteArray &bytes)
{
    if (!socket || bytes.isEmpty())
        return;
    socket->write(bytes.left(1));
    QTimer::singleShot(2, socket, [socket, rest = bytes.mid(1)] { drip(socket, rest); });
}

/// A proxy that answers every request with the same bytes, whole or one by one, and keeps the connection.
class OddProxy final : public QTcpServer {
public:
    explicit OddProxy(QByteArray answer, bool drips = false)
        : m_answer(std::move(answer))
        , m_drips(drips)
    {
        if (!listen(QHostAddress::LocalHost))
            qFatal("no port to listen on");
    }
    [[nodiscard]] QByteArray address() const { return "http://127.0.0.1:" + QByteArray::number(serverPort()); }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QTcpSocket(this);
        socket->setSocketDescriptor(descriptor);
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            if (!socket->readAll().endsWith("\r\n\r\n"))
                return;
            if (m_drips)
                drip(socket, m_answer);
            else
                socket->write(m_answer);
        });
    }

private:
    QByteArray m_answer;
    bool m_drips = false;
};

WireSettings bareWire(std::chrono::milliseconds limit = 5s)
{
    WireSettings settings;
    settings.network = bareSettings();
    settings.network.userAgent = "test/1";
    settings.tlsLimit = limit;
    settings.connectLimit = limit;
    return settings;
}

ProxyEvidence probe(const QUrl &url = registryUrl, const WireSettings &settings = bareWire(),
                    std::shared_ptr<Stop> stop = std::make_shared<Stop>())
{
    return QCoro::waitFor(probeProxy(url, settings, stop));
}

} // namespace

/// What a forward proxy says for itself.
class TestProxyProbe final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        for (const char *name : { "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy" })
            qunsetenv(name);
    }

    void withoutAProxyThereIsNothingToSay()
    {
        const ProxyEvidence proxy = probe();
        QCOMPARE(proxy.address, QString());
        QCOMPARE(proxy.from, QString());
    }

    void theSettingThatNamesItIsNamed_data()
    {
        QTest::addColumn<QByteArray>("variable");
        QTest::addColumn<QUrl>("url");
        QTest::newRow("https, upper") << QByteArray("HTTPS_PROXY") << registryUrl;
        QTest::newRow("https, lower") << QByteArray("https_proxy") << registryUrl;
        QTest::newRow("http, upper") << QByteArray("HTTP_PROXY") << QUrl(QStringLiteral("http://registry.example.com/"));
        QTest::newRow("http, lower") << QByteArray("http_proxy") << QUrl(QStringLiteral("http://registry.example.com/"));
    }
    void theSettingThatNamesItIsNamed()
    {
        QFETCH(QByteArray, variable);
        QFETCH(QUrl, url);
        const TestProxy server;
        qputenv(variable.constData(), server.address());
        const ProxyEvidence proxy = probe(url);
        QCOMPARE(proxy.from, QString::fromLatin1(variable));
        QCOMPARE(proxy.address, QStringLiteral("127.0.0.1:%1").arg(server.serverPort()));
        QVERIFY(proxy.resolved && proxy.connected && !proxy.passwordGiven);
    }

    void noProxyKeepsItOut()
    {
        const TestProxy server;
        qputenv("HTTPS_PROXY", server.address());
        qputenv("NO_PROXY", "example.com");
        QCOMPARE(probe().address, QString());
        QCOMPARE(server.heads().size(), 0);
    }

    void itsAnswerToConnectIsKept_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("schemes");
        const auto row = [](const char *name, const char *answer, int status, const char *said, const char *schemes = "") {
            QTest::newRow(name) << QByteArray(answer) << status << QString::fromLatin1(said) << QString::fromLatin1(schemes);
        };
        row("a way through", "HTTP/1.1 200 Connection established\r\n\r\n", 200, "Connection established");
        row("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n", 200, "OK");
        row("blocked", "HTTP/1.1 403 Forbidden by policy\r\nContent-Length: 5\r\n\r\nsorry", 403, "Forbidden by policy");
        row("basic", "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n", 407,
            "Proxy Authentication Required", "basic");
        row("ntlm and negotiate", "HTTP/1.1 407 Who?\r\nProxy-Authenticate: NTLM\r\nproxy-authenticate: Negotiate\r\n\r\n", 407, "Who?", "ntlm negotiate");
        row("on one line", "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Negotiate, Basic realm=\"a, b\"\r\n\r\n", 407, "Who?", "negotiate basic");
        row("no target", "HTTP/1.1 503 Service Unavailable\r\n\r\n", 503, "Service Unavailable");
        row("no phrase", "HTTP/1.1 502\r\n\r\n", 502, "");
        row("control characters", "HTTP/1.1 403 No\x1b[31m way\r\n\r\n", 403, "No [31m way");
        row("bare line feeds", "HTTP/1.1 403 No\n\n", 403, "No");
        row("no HTTP", "SSH-2.0-OpenSSH\r\n", 0, "");
        row("no status", "HTTP/1.1 what\r\n\r\n", 0, "");
    }
    void itsAnswerToConnectIsKept()
    {
        QFETCH(QByteArray, answer);
        QFETCH(int, status);
        QFETCH(QString, said);
        QFETCH(QString, schemes);
        for (const bool drips : { false, true }) {
            const OddProxy server(answer, drips);
            qputenv("HTTPS_PROXY", server.address());
            const ProxyEvidence proxy = probe(registryUrl, bareWire(status ? 5s : 500ms));
            QCOMPARE(proxy.status, status);
            QCOMPARE(proxy.said, said);
            QCOMPARE(proxy.schemes.join(QLatin1Char(' ')), schemes);
            QVERIFY(proxy.connected && proxy.resolved);
        }
    }

    void itIsAskedAsGoAsksIt()
    {
        TestProxy server;
        qputenv("HTTPS_PROXY", server.address("jo:p%40ss"));
        const ProxyEvidence proxy = probe(QUrl(QStringLiteral("https://registry.example.com/v2/")));
        QCOMPARE(proxy.status, 502);
        QVERIFY(proxy.passwordGiven);
        QCOMPARE(server.heads().size(), 1);
        QCOMPARE(server.heads().first(), QByteArray("CONNECT registry.example.com:443 HTTP/1.1\r\nHost: registry.example.com:443\r\nUser-Agent: test/1\r\n"
                                                    "Proxy-Authorization: Basic ") + QByteArray("jo:p@ss").toBase64() + "\r\n\r\n");
    }

    void aPasswordThatTheProxySaysBackIsNotKept()
    {
        const QByteArray basic = QByteArray("jo:correct-horse").toBase64();
        const OddProxy server("HTTP/1.1 407 Basic " + basic + " or correct-horse is wrong\r\n\r\n");
        QByteArray address = server.address();
        qputenv("HTTPS_PROXY", address.replace("http://", "http://jo:correct-horse@"));
        const ProxyEvidence proxy = probe();
        QCOMPARE(proxy.said, QStringLiteral("Basic *** or *** is wrong"));
        QCOMPARE(proxy.address, QStringLiteral("127.0.0.1:%1").arg(server.serverPort()));
    }

    void whyItIsOutOfReachIsKept()
    {
        qputenv("HTTPS_PROXY", "http://proxy.invalid:3128");
        ProxyEvidence proxy = probe();
        QVERIFY(!proxy.resolved && !proxy.connected);
        QCOMPARE(proxy.address, QStringLiteral("proxy.invalid:3128"));

        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        qputenv("HTTPS_PROXY", "http://127.0.0.1:" + QByteArray::number(closed.serverPort()));
        closed.close();
        proxy = probe();
        QVERIFY(proxy.resolved && !proxy.connected);
        QCOMPARE(proxy.status, 0);
    }

    void whatIsNoAddressIsNotShown()
    {
        qputenv("HTTPS_PROXY", "ftp://jo:correct-horse@proxy:1");
        const ProxyEvidence proxy = probe();
        QCOMPARE(proxy.address, QStringLiteral("malformed"));
        QCOMPARE(proxy.from, QStringLiteral("HTTPS_PROXY"));
        QVERIFY(!proxy.connected);
    }

    // 0.0.0.0 is this machine, and no rule takes it for loopback.
    void whetherTheHostAnswersWithoutItIsTried()
    {
        TestProxy server;
        server.refuseWith(403);
        qputenv("HTTPS_PROXY", server.address());
        QTcpServer host;
        QVERIFY(host.listen(QHostAddress::LocalHost));
        const QUrl url(QStringLiteral("https://0.0.0.0:%1/").arg(host.serverPort()));
        ProxyEvidence proxy = probe(url);
        QVERIFY(proxy.directConnects);
        QCOMPARE(proxy.status, 403);
        host.close();
        proxy = probe(url);
        QVERIFY(!proxy.directConnects);
        QCOMPARE(proxy.status, 403);
    }

    void badProxiesEndWithinTheLimit_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("silent") << QByteArray();
        QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 Conn");
        QTest::newRow("a head without end") << "HTTP/1.1 200 OK\r\n" + QByteArray(200, 'x').append("\r\n").repeated(50000);
        QTest::newRow("10 MB of garbage") << QByteArray(10 << 20, '\0');
    }
    void badProxiesEndWithinTheLimit()
    {
        QFETCH(QByteArray, answer);
        const OddProxy server(answer);
        qputenv("HTTPS_PROXY", server.address());
        QElapsedTimer timer;
        timer.start();
        const ProxyEvidence proxy = probe(registryUrl, bareWire(500ms));
        QVERIFY(timer.elapsed() < 3000);
        QVERIFY(proxy.connected);
        QCOMPARE(proxy.status, 0);
    }

    void aStopEndsItAtOnce()
    {
        TestProxy server;
        server.hang();
        qputenv("HTTPS_PROXY", server.address());
        const auto stop = std::make_shared<Stop>();
        QTimer::singleShot(50, stop.get(), &Stop::stop);
        QElapsedTimer timer;
        timer.start();
        const ProxyEvidence proxy = probe(registryUrl, bareWire(60s), stop);
        QVERIFY(timer.elapsed() < 2000);
        QCOMPARE(proxy.status, 0);
    }
};

QTEST_GUILESS_MAIN(TestProxyProbe)
#include "test_proxy_probe.moc"
