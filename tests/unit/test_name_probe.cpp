#include "core/diagnosis/probes/host_probe.h"
#include "core/diagnosis/probes/name_lookup.h"
#include "tests/support/net_testing.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace wharf;
using namespace wharf::diagnosis;
using namespace std::chrono_literals;

namespace {

QString written(const QTemporaryDir &folder, const QByteArray &content)
{
    QFile file(folder.filePath(QStringLiteral("hosts")));
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? file.fileName() : QString();
}

WireSettings settingsWith(const QString &hostsFile)
{
    WireSettings settings;
    settings.network = test::bareSettings();
    settings.hostsFile = hostsFile;
    settings.nameLimit = 2s;
    return settings;
}

} // namespace

/// What a name resolves to, by each way there is.
class TestNameProbe final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anAddressIsNotLookedUp_data()
    {
        QTest::addColumn<QString>("host");
        QTest::newRow("IPv4") << QStringLiteral("192.0.2.7");
        QTest::newRow("IPv6") << QStringLiteral("2001:db8::7");
    }
    void anAddressIsNotLookedUp()
    {
        QFETCH(QString, host);
        const NameEvidence name = QCoro::waitFor(probeName(host, settingsWith(QStringLiteral("/nonexistent")), std::make_shared<Stop>()));
        QVERIFY(name.literal);
        QVERIFY(!name.looked);
        QCOMPARE(name.addresses, QStringList { host });
        QCOMPARE(name.problem, QString());
    }

    void localhostIsFound()
    {
        const NameEvidence name = QCoro::waitFor(probeName(QStringLiteral("localhost"), settingsWith(QStringLiteral("/nonexistent")), std::make_shared<Stop>()));
        QVERIFY(name.looked);
        QVERIFY(!name.literal);
        QVERIFY2(name.addresses.contains(QStringLiteral("127.0.0.1")) || name.addresses.contains(QStringLiteral("::1")),
                 qPrintable(name.addresses.join(QLatin1Char(' '))));
        QCOMPARE(name.problem, QString());
    }

    // RFC 6761 §6.4: `.invalid` is nobody's. Which of the problems it is depends on whether a name server is in reach.
    void aNameThatNobodyHasIsAProblem()
    {
        const NameEvidence name = QCoro::waitFor(probeName(QStringLiteral("registry.invalid"), settingsWith(QStringLiteral("/nonexistent")), std::make_shared<Stop>()));
        QVERIFY(name.looked);
        QCOMPARE(name.addresses, QStringList());
        const QStringList problems { QStringLiteral("not-found"), QStringLiteral("temporary"), QStringLiteral("timeout") };
        QVERIFY2(problems.contains(name.problem), qPrintable(name.problem));
    }

    void aStopEndsItAtOnce()
    {
        const auto stop = std::make_shared<Stop>();
        QTimer::singleShot(0, stop.get(), &Stop::stop);
        QElapsedTimer timer;
        timer.start();
        WireSettings settings = settingsWith(QStringLiteral("/nonexistent"));
        settings.nameLimit = 60s;
        const NameEvidence name = QCoro::waitFor(probeName(QStringLiteral("slow.registry.invalid"), settings, stop));
        QVERIFY(timer.elapsed() < 1000);
        QCOMPARE(name.addresses, QStringList());
    }

    void theHostsFileIsReadAsTheSystemReadsIt_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("addresses");
        const auto row = [](const char *name, const char *content, const char *addresses) {
            QTest::newRow(name) << QByteArray(content) << QString::fromLatin1(addresses);
        };
        row("first name", "10.0.0.1 reg.example.com\n", "10.0.0.1");
        row("an alias", "10.0.0.1\tother  reg.example.com more\n", "10.0.0.1");
        row("another case", "10.0.0.1 REG.Example.Com\n", "10.0.0.1");
        row("both families", "10.0.0.1 reg.example.com\nfd00::1 reg.example.com\n", "10.0.0.1 fd00::1");
        row("twice", "10.0.0.1 reg.example.com\n10.0.0.1 reg.example.com\n", "10.0.0.1");
        row("commented out", "#10.0.0.1 reg.example.com\n", "");
        row("a comment behind", "10.0.0.1 other # reg.example.com\n", "");
        row("only part of a name", "10.0.0.1 xreg.example.com reg.example.com.org\n", "");
        row("no address", "nonsense reg.example.com\n\n \n10.0.0.1\n", "");
        row("Windows lines", "10.0.0.1 reg.example.com\r\n", "10.0.0.1");
        row("no line end", "10.0.0.1 reg.example.com", "10.0.0.1");
    }
    void theHostsFileIsReadAsTheSystemReadsIt()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, addresses);
        QTemporaryDir folder;
        QCOMPARE(hostsFileAddresses(written(folder, content), QStringLiteral("reg.example.com")).join(QLatin1Char(' ')), addresses);
        QCOMPARE(hostsFileAddresses(written(folder, content), QStringLiteral("Reg.Example.com.")).join(QLatin1Char(' ')), addresses);
    }

    void aHostsFileThatIsNotThereSaysNothing()
    {
        QCOMPARE(hostsFileAddresses(QStringLiteral("/nonexistent"), QStringLiteral("reg.example.com")), QStringList());
    }

    void addressesOfAFamilyThatIsMissingHereAreKept_data()
    {
        QTest::addColumn<QStringList>("looked");
        QTest::addColumn<QString>("problem");
        QTest::addColumn<QStringList>("known");
        QTest::addColumn<QStringList>("families");
        QTest::addColumn<QStringList>("addresses");
        QTest::addColumn<QString>("left");
        const QString ipv4 = QStringLiteral("192.0.2.1");
        const QString ipv6 = QStringLiteral("2001:db8::1");
        const QString none = QStringLiteral("not-found");
        const QStringList only6 { QStringLiteral("ipv6") };
        const QStringList only4 { QStringLiteral("ipv4") };
        QTest::newRow("IPv4 name, IPv6 machine") << QStringList() << none << QStringList { ipv4 } << only6 << QStringList { ipv4 } << QString();
        QTest::newRow("IPv6 name, IPv4 machine") << QStringList() << none << QStringList { ipv6 } << only4 << QStringList { ipv6 } << QString();
        // getaddrinfo said no to a family it does ask for: the two differ, and that is evidence of its own.
        QTest::newRow("a family that is here") << QStringList() << none << QStringList { ipv4 } << only4 << QStringList() << none;
        QTest::newRow("found anyhow") << QStringList { ipv6 } << QString() << QStringList { ipv4 } << only6 << QStringList { ipv6 } << QString();
        QTest::newRow("nobody knows it") << QStringList() << none << QStringList() << only6 << QStringList() << none;
        QTest::newRow("it took too long") << QStringList() << QStringLiteral("timeout") << QStringList { ipv4 } << only6 << QStringList() << QStringLiteral("timeout");
    }
    void addressesOfAFamilyThatIsMissingHereAreKept()
    {
        QFETCH(QStringList, looked);
        QFETCH(QString, problem);
        QFETCH(QStringList, known);
        QFETCH(QStringList, families);
        QFETCH(QStringList, addresses);
        QFETCH(QString, left);
        const Looked whole = withForeignFamilies({ looked, problem }, known, families);
        QCOMPARE(whole.addresses, addresses);
        QCOMPARE(whole.problem, left);
    }
};

QTEST_GUILESS_MAIN(TestNameProbe)
#include "test_name_probe.moc"
