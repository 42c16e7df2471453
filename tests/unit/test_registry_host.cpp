#include "core/registry/registry_host.h"

#include <QTest>

using namespace wharf;
using registry::RegistryHost;

class TestRegistryHost final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("dockerKey");
        QTest::addColumn<QUrl>("api");
        const auto row = [](const char *text, const char *name, const char *key, const char *api) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(name) << QString::fromLatin1(key)
                                << QUrl(QString::fromLatin1(api));
        };
        const char *hubKey = "https://index.docker.io/v1/";
        const char *hubApi = "https://registry-1.docker.io";
        row("docker.io", "docker.io", hubKey, hubApi);
        row("index.docker.io", "docker.io", hubKey, hubApi);
        row("registry-1.docker.io", "docker.io", hubKey, hubApi);
        row("https://index.docker.io/v1/", "docker.io", hubKey, hubApi);
        row("registry.example.com", "registry.example.com", "registry.example.com", "https://registry.example.com");
        row("Registry.Example.COM:5050", "registry.example.com:5050", "registry.example.com:5050",
            "https://registry.example.com:5050");
        row("registry.example.com:443", "registry.example.com:443", "registry.example.com:443",
            "https://registry.example.com:443");
        row("  https://registry.example.com/ \n", "registry.example.com", "registry.example.com", "https://registry.example.com");
        row("http://127.0.0.1:5000/v2/", "127.0.0.1:5000", "127.0.0.1:5000", "https://127.0.0.1:5000");
        row("registry.example.com/v2", "registry.example.com", "registry.example.com", "https://registry.example.com");
        row("localhost", "localhost", "localhost", "https://localhost");
        row("registry", "registry", "registry", "https://registry");
        row("[::1]:5000", "[::1]:5000", "[::1]:5000", "https://[::1]:5000");
        row("[2001:DB8::1]", "[2001:db8::1]", "[2001:db8::1]", "https://[2001:db8::1]");
        row("xn--n3h.com:1", "xn--n3h.com:1", "xn--n3h.com:1", "https://xn--n3h.com:1");
    }

    void reads()
    {
        QFETCH(QString, text);
        const auto host = RegistryHost::parse(text);
        QVERIFY(host);
        QTEST(host->name(), "name");
        QTEST(host->dockerKey(), "dockerKey");
        QTEST(host->api(QStringLiteral("https")), "api");
        QVERIFY(RegistryHost::parse(host->name()) == host);
        QVERIFY(RegistryHost::parse(host->dockerKey()) == host);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QString>("subject");
        const auto row = [](const char *text, Kind kind, const char *subject) {
            QTest::newRow(text) << QString::fromUtf8(text) << kind << QString::fromLatin1(subject);
        };
        row("", Kind::Malformed, "empty");
        row(" \t", Kind::Malformed, "empty");
        row("registry example.com", Kind::Malformed, "spaces");
        row("registry\x01", Kind::Malformed, "spaces");
        row("ftp://registry.example.com", Kind::Invalid, "scheme");
        row("oci://registry.example.com", Kind::Invalid, "scheme");
        row("jo:pw@registry.example.com", Kind::Invalid, "user-info");
        row("https://registry.example.com/group/app", Kind::Invalid, "path");
        row("registry.example.com?x", Kind::Invalid, "path");
        row("https://", Kind::Malformed, "host");
        row("::1", Kind::Malformed, "host");
        row("[::1", Kind::Malformed, "host");
        row("[fe80::1%eth0]:5000", Kind::Malformed, "host");
        row("[:::]", Kind::Malformed, "host");
        row("[::1]x", Kind::Malformed, "host");
        row("-docker.io", Kind::Malformed, "host");
        row("docker-.io", Kind::Malformed, "host");
        row("dock..er", Kind::Malformed, "host");
        row("registry.example.com.", Kind::Malformed, "host");
        row("test_com", Kind::Malformed, "host");
        row("b\xc3\xbc" "cher.example", Kind::Malformed, "host");
        row("registry:", Kind::Malformed, "port");
        row("registry:0", Kind::Malformed, "port");
        row("registry:05000", Kind::Malformed, "port");
        row("registry:65536", Kind::Malformed, "port");
        row("registry:50a0", Kind::Malformed, "port");
        row("registry:5000:5000", Kind::Malformed, "port");
        QTest::newRow("254 characters") << QString(QStringLiteral("a.")).repeated(127) << Kind::Malformed
                                        << QStringLiteral("too-long");
        QTest::newRow("a label of 64") << QString(64, QLatin1Char('a')) << Kind::Malformed << QStringLiteral("host");
    }

    void refuses()
    {
        QFETCH(QString, text);
        const auto host = RegistryHost::parse(text);
        QVERIFY(!host);
        QCOMPARE(host.error().stage, Stage::Input);
        QTEST(host.error().kind, "kind");
        QTEST(host.error().subject, "subject");
    }

    void knowsTheLoopback_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("loopback");
        QTest::newRow("localhost") << "localhost:5000" << true;
        QTest::newRow("127.0.0.1") << "127.0.0.1:5000" << true;
        QTest::newRow("127.9.9.9") << "127.9.9.9" << true;
        QTest::newRow("::1") << "[::1]:5000" << true;
        QTest::newRow("10.0.0.1") << "10.0.0.1" << false;
        QTest::newRow("a name that begins so") << "127.0.0.1.example.com" << false;
        QTest::newRow("localhost.example.com") << "localhost.example.com" << false;
        QTest::newRow("another v6") << "[2001:db8::1]" << false;
        QTest::newRow("Docker Hub") << "docker.io" << false;
    }

    void knowsTheLoopback()
    {
        QFETCH(QString, text);
        QTEST(RegistryHost::parse(text)->isLoopback(), "loopback");
    }

    void theEmptyHostLeadsNowhere()
    {
        QVERIFY(RegistryHost().isEmpty());
        QVERIFY(!RegistryHost().isDockerHub());
        QVERIFY(!RegistryHost().api(QStringLiteral("https")).isValid());
    }
};

QTEST_GUILESS_MAIN(TestRegistryHost)
#include "test_registry_host.moc"
