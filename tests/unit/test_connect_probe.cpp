#include "core/diagnosis/probes/host_probe.h"
#include "tests/support/net_testing.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace wharf;
using namespace wharf::diagnosis;
using namespace std::chrono_literals;

namespace {

/// A port that takes no more connections: its queue is full, and a SYN to it gets no answer.
class FullPort {
public:
    FullPort()
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *generic = reinterpret_cast<sockaddr *>(&address);
        if (::bind(m_listener, generic, size) != 0 || ::listen(m_listener, 0) != 0 || ::getsockname(m_listener, generic, &size) != 0)
            qFatal("no port");
        port = ntohs(address.sin_port);
        for (int &filler : m_fillers) {
            filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
            ::connect(filler, generic, size);
        }
    }
    FullPort(const FullPort &) = delete;
    FullPort &operator=(const FullPort &) = delete;
    ~FullPort()
    {
        for (const int filler : m_fillers)
            ::close(filler);
        ::close(m_listener);
    }
    int port = 0;

private:
    int m_listener = -1;
    int m_fillers[4] {};
};

WireSettings settingsWith(std::chrono::milliseconds limit)
{
    WireSettings settings;
    settings.network = test::bareSettings();
    settings.connectLimit = limit;
    return settings;
}

QList<ConnectEvidence> knockAt(const QStringList &addresses, int port, std::chrono::milliseconds limit = 5s)
{
    return QCoro::waitFor(probeConnect(addresses, port, settingsWith(limit), std::make_shared<Stop>()));
}

} // namespace

/// Whether somebody opens, address by address.
class TestConnectProbe final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whoListensIsConnectedTo()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const auto knocks = knockAt({ QStringLiteral("127.0.0.1") }, server.serverPort());
        QCOMPARE(knocks.size(), 1);
        QCOMPARE(knocks.first().outcome, QStringLiteral("connected"));
        QCOMPARE(knocks.first().address, QStringLiteral("127.0.0.1"));
    }

    void whereNobodyListensItIsRefused()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const int port = server.serverPort();
        server.close();
        QCOMPARE(knockAt({ QStringLiteral("127.0.0.1") }, port).first().outcome, QStringLiteral("refused"));
    }

    void whoDoesNotAnswerTimesOutWithinTheLimit()
    {
        const FullPort full;
        QElapsedTimer timer;
        timer.start();
        const auto knocks = knockAt({ QStringLiteral("127.0.0.1") }, full.port, 300ms);
        QCOMPARE(knocks.first().outcome, QStringLiteral("timeout"));
        QVERIFY(timer.elapsed() >= 250);
        QVERIFY(timer.elapsed() < 3000);
    }

    // 240.0.0.0/4 has no route anywhere: the kernel says so at once.
    void whereNoRouteLeadsIsUnreachable()
    {
        const QString outcome = knockAt({ QStringLiteral("255.255.255.255") }, 9, 2s).first().outcome;
        QVERIFY2(outcome == QLatin1String("unreachable") || outcome == QLatin1String("denied"), qPrintable(outcome));
    }

    void everyAddressHasItsOwnOutcomeInOrder()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress(QStringLiteral("127.0.0.2"))));
        const auto knocks = knockAt({ QStringLiteral("127.0.0.3"), QStringLiteral("127.0.0.2"), QStringLiteral("127.0.0.4") }, server.serverPort());
        QStringList outcomes;
        for (const ConnectEvidence &one : knocks)
            outcomes << one.address + QLatin1Char(' ') + one.outcome;
        QCOMPARE(outcomes, (QStringList { QStringLiteral("127.0.0.3 refused"), QStringLiteral("127.0.0.2 connected"), QStringLiteral("127.0.0.4 refused") }));
    }

    void manyThatHangTakeNoLongerThanOne()
    {
        const FullPort full;
        QElapsedTimer timer;
        timer.start();
        const auto knocks = knockAt(QStringList(5, QStringLiteral("127.0.0.1")), full.port, 400ms);
        QCOMPARE(knocks.size(), 5);
        QVERIFY(timer.elapsed() < 1500);
    }

    void aStopEndsItAtOnceAndSaysNothing()
    {
        const FullPort full;
        const auto stop = std::make_shared<Stop>();
        QTimer::singleShot(0, stop.get(), &Stop::stop);
        QElapsedTimer timer;
        timer.start();
        const auto knocks = QCoro::waitFor(probeConnect({ QStringLiteral("127.0.0.1") }, full.port, settingsWith(60s), stop));
        QVERIFY(timer.elapsed() < 1000);
        QCOMPARE(knocks.first().outcome, QString());
    }
};

QTEST_GUILESS_MAIN(TestConnectProbe)
#include "test_connect_probe.moc"
