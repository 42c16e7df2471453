#include "core/net/exchange.h"
#include "core/net/host_settings.h"
#include "core/net/origin.h"
#include "core/net/tls_trust.h"

#include <QTest>

#include <limits>

using namespace wharf;
using namespace wharf::net;

/// The small values of HTTP: origins, headers, dates, masks.
class TestHttpValues final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anOriginIsSchemeHostAndPort_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("origin");
        QTest::addColumn<QString>("key");
        QTest::newRow("port filled in") << QStringLiteral("https://Registry.Example.com/v2/") << QStringLiteral("https://registry.example.com:443")
                                        << QStringLiteral("registry.example.com");
        QTest::newRow("same, written") << QStringLiteral("HTTPS://registry.example.com:443") << QStringLiteral("https://registry.example.com:443")
                                       << QStringLiteral("registry.example.com");
        QTest::newRow("http") << QStringLiteral("http://registry.example.com") << QStringLiteral("http://registry.example.com:80")
                              << QStringLiteral("registry.example.com");
        QTest::newRow("https on 80") << QStringLiteral("https://registry.example.com:80") << QStringLiteral("https://registry.example.com:80")
                                     << QStringLiteral("registry.example.com:80");
        QTest::newRow("user left out") << QStringLiteral("https://jo:pw@a.org:5050/x?y#z") << QStringLiteral("https://a.org:5050")
                                       << QStringLiteral("a.org:5050");
        QTest::newRow("IPv6") << QStringLiteral("http://[::1]:5000/") << QStringLiteral("http://[::1]:5000") << QStringLiteral("[::1]:5000");
        QTest::newRow("IPv6, own port") << QStringLiteral("https://[FD12::1]/") << QStringLiteral("https://[fd12::1]:443") << QStringLiteral("[fd12::1]");
        QTest::newRow("umlaut") << QStringLiteral("https://bücher.example/") << QStringLiteral("https://xn--bcher-kva.example:443")
                                << QStringLiteral("xn--bcher-kva.example");
    }
    void anOriginIsSchemeHostAndPort()
    {
        QFETCH(QString, url);
        QFETCH(QString, origin);
        QFETCH(QString, key);
        QCOMPARE(Origin::of(QUrl(url)).toString(), origin);
        QCOMPARE(hostKey(QUrl(url)), key);
    }

    void aCredentialMayGoUpToTlsAndNowhereElse_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<bool>("may");
        const auto row = [](const char *name, const char *from, const char *to, bool may) {
            QTest::newRow(name) << QString::fromLatin1(from) << QString::fromLatin1(to) << may;
        };
        row("same origin", "https://a.org/jwt", "https://a.org/other", true);
        row("same, port written", "https://a.org/", "https://A.org:443/", true);
        row("up to TLS", "http://a.org/", "https://a.org/", true);
        row("up to TLS, other port", "http://a.org/", "https://a.org:8443/", false);
        row("from another port", "http://a.org:8080/", "https://a.org/", false);
        row("down from TLS", "https://a.org/", "http://a.org/", false);
        row("other port", "https://a.org/", "https://a.org:5050/", false);
        row("other host", "https://a.org/", "https://b.org/", false);
        row("subdomain", "https://a.org/", "https://x.a.org/", false);
        row("parent domain", "https://x.a.org/", "https://a.org/", false);
        row("other host, up", "http://a.org/", "https://b.org/", false);
        row("no HTTP", "http://a.org/", "ftp://a.org/", false);
    }
    void aCredentialMayGoUpToTlsAndNowhereElse()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(bool, may);
        QCOMPARE(mayCarryCredential(Origin::of(QUrl(from)), Origin::of(QUrl(to))), may);
    }

    void loopbackIsKnown_data()
    {
        QTest::addColumn<bool>("loopback");
        for (const char *host : { "localhost", "LocalHost", "127.0.0.1", "127.255.0.9", "::1", "[::1]" })
            QTest::newRow(host) << true;
        for (const char *host : { "localhost.example.com", "128.0.0.1", "0.0.0.0", "::2", "10.0.0.1", "127.0.0.1.example.com", "" })
            QTest::newRow(host[0] ? host : "empty") << false;
    }
    void loopbackIsKnown()
    {
        QFETCH(bool, loopback);
        const QString host = QString::fromLatin1(QTest::currentDataTag());
        QCOMPARE(isLoopback(host == QLatin1String("empty") ? QString() : host), loopback);
    }

    void whatAUserSetIsFoundByHost()
    {
        NetworkSettings settings;
        settings.hosts.insert(QStringLiteral("a.org"), { .plainHttp = true });
        settings.hosts.insert(QStringLiteral("b.org:5050"), { .plainHttp = true });
        settings.hosts.insert(QStringLiteral("c.org:443"), { .plainHttp = true });
        const auto plain = [&settings](const char *url) { return hostSettings(settings, QUrl(QString::fromLatin1(url))).plainHttp; };
        QVERIFY(plain("http://a.org/v2/"));
        QVERIFY(plain("https://A.org/v2/"));
        QVERIFY(!plain("http://a.org:5000/"));
        QVERIFY(plain("http://b.org:5050/"));
        QVERIFY(!plain("http://b.org/"));
        QVERIFY(plain("https://c.org/"));
        QVERIFY(!plain("http://sub.a.org/"));
    }

    void retryAfterIsReadInBothForms_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("seconds");
        QTest::newRow("seconds") << QByteArray("120") << 120;
        QTest::newRow("blanks") << QByteArray("  7 ") << 7;
        QTest::newRow("zero") << QByteArray("0") << 0;
        QTest::newRow("date") << QByteArray("Mon, 02 Mar 2026 09:01:30 GMT") << 90;
        QTest::newRow("obsolete date") << QByteArray("Monday, 02-Mar-26 09:01:30 GMT") << 90;
        QTest::newRow("C's date") << QByteArray("Mon Mar  2 09:01:30 2026") << 90;
        QTest::newRow("past date") << QByteArray("Mon, 02 Mar 2026 08:00:00 GMT") << 0;
        QTest::newRow("negative") << QByteArray("-5") << 0;
        QTest::newRow("half a second") << QByteArray("1.5") << 0;
        QTest::newRow("words") << QByteArray("soon") << 0;
        QTest::newRow("absent") << QByteArray() << 0;
        QTest::newRow("longer than an int") << QByteArray("99999999999") << std::numeric_limits<int>::max();
        QTest::newRow("longer than anything") << QByteArray("99999999999999999999999") << std::numeric_limits<int>::max();
    }
    void retryAfterIsReadInBothForms()
    {
        QFETCH(QByteArray, value);
        QFETCH(int, seconds);
        Reply reply;
        if (!value.isNull())
            reply.headers.append(Header { "retry-AFTER", value });
        QCOMPARE(reply.retryAfterSeconds(QDateTime(QDate(2026, 3, 2), QTime(9, 0), Qt::UTC)), seconds);
    }

    void theServersDateIsUtc()
    {
        Reply reply;
        QVERIFY(!reply.date().isValid());
        reply.headers.append(Header { "Date", "Sun, 06 Nov 1994 08:49:37 GMT" });
        QCOMPARE(reply.date(), QDateTime(QDate(1994, 11, 6), QTime(8, 49, 37), Qt::UTC));
        QCOMPARE(reply.date().timeSpec(), Qt::UTC);
    }

    void aUrlIsShownWithoutValues_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("shown");
        QTest::newRow("nothing to hide") << QStringLiteral("https://a.org/v2/") << QStringLiteral("https://a.org/v2/");
        QTest::newRow("token request")
            << QStringLiteral("https://a.org/jwt/auth?account=jo&client_id=wharfinger&service=container_registry&scope=repository%3Aa%2Fb%3Apull")
            << QStringLiteral("https://a.org/jwt/auth?account=***&client_id=wharfinger&service=container_registry&scope=repository%3Aa%2Fb%3Apull");
        QTest::newRow("state of an upload") << QStringLiteral("https://a.org/v2/x/blobs/uploads/1?_state=abc&digest=sha256:00")
                                            << QStringLiteral("https://a.org/v2/x/blobs/uploads/1?_state=***&digest=***");
        QTest::newRow("a bare value") << QStringLiteral("https://a.org/?glpat-secret") << QStringLiteral("https://a.org/?***");
        QTest::newRow("an empty name") << QStringLiteral("https://a.org/?=glpat-secret") << QStringLiteral("https://a.org/?***");
        QTest::newRow("user and fragment") << QStringLiteral("https://jo:pw@a.org/x#token") << QStringLiteral("https://a.org/x");
    }
    void aUrlIsShownWithoutValues()
    {
        QFETCH(QString, url);
        QFETCH(QString, shown);
        QCOMPARE(maskedUrl(QUrl(url)), shown);
    }

    void certificateFoldersAreTheClientsOwn()
    {
        qputenv("HOME", "/home/jo");
        qputenv("XDG_CONFIG_HOME", "/elsewhere");
        const CertificateFolders folders = CertificateFolders::ofThisMachine();
        QCOMPARE(folders.docker, QStringList({ QStringLiteral("/elsewhere/docker/certs.d"), QStringLiteral("/etc/docker/certs.d") }));
        QCOMPARE(folders.containers, QStringList({ QStringLiteral("/home/jo/.config/containers/certs.d"), QStringLiteral("/etc/containers/certs.d") }));
        qputenv("XDG_CONFIG_HOME", "");
        QCOMPARE(CertificateFolders::ofThisMachine().docker.first(), QStringLiteral("/home/jo/.config/docker/certs.d"));
    }
};

QTEST_GUILESS_MAIN(TestHttpValues)
#include "test_http_values.moc"
