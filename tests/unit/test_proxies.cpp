#include "core/net/proxy_rules.h"
#include "tests/support/net_testing.h"
#include "tests/support/test_proxy.h"
#include "tests/support/test_server.h"

#include <QMap>
#include <QTest>

using namespace wharf;
using namespace wharf::test;
using namespace std::chrono_literals;
using Variables = QMap<QByteArray, QString>;

namespace {

net::ProxyRules rulesFrom(const Variables &variables)
{
    return net::ProxyRules([&variables](const char *name) { return variables.value(name); });
}

/// `direct`, `http proxy:3128`, `socks5 jo:pw@proxy:1080`, or the failure.
QString describe(const Result<QNetworkProxy> &proxy)
{
    if (!proxy)
        return told(proxy.error());
    if (proxy->type() == QNetworkProxy::NoProxy)
        return QStringLiteral("direct");
    const QString scheme = proxy->type() == QNetworkProxy::HttpProxy ? QStringLiteral("http") : QStringLiteral("socks5");
    const QString user = proxy->user().isEmpty() ? QString() : proxy->user() + QLatin1Char(':') + proxy->password() + QLatin1Char('@');
    return QStringLiteral("%1 %2%3:%4").arg(scheme, user, proxy->hostName()).arg(proxy->port());
}

constexpr const char *proxyVariables[] { "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy" };

} // namespace

/// Which way a request takes, and what a proxy may do to it.
class TestProxies final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        for (const char *name : proxyVariables)
            qunsetenv(name);
    }

    void noProxyFollowsGosRules_data()
    {
        QTest::addColumn<QString>("noProxy");
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("direct");
        const auto row = [](const char *noProxy, const char *url, bool direct) {
            QTest::addRow("%s | %s", noProxy, url) << QString::fromLatin1(noProxy) << QString::fromLatin1(url) << direct;
        };
        row("", "https://registry.example.com/", false);
        row("*", "https://registry.example.com/", true);
        row("a.org, *", "https://registry.example.com/", true);
        row("example.com", "https://example.com/", true);
        row("example.com", "https://registry.example.com/", true);
        row("example.com", "https://notexample.com/", false);
        row("example.com", "https://example.com.evil.org/", false);
        row("EXAMPLE.com", "https://Registry.Example.COM/", true);
        row(".example.com", "https://registry.example.com/", true);
        row(".example.com", "https://example.com/", false);
        row("*.example.com", "https://registry.example.com/", true);
        row("*.example.com", "https://example.com/", false);
        row(" a.org , example.com ", "https://example.com/", true);
        row("a.org,,example.com", "https://example.com/", true);
        row("a.org example.com", "https://example.com/", false);
        row("example.com:443", "https://example.com/", true);
        row("example.com:443", "https://example.com:5050/", false);
        row("example.com:5050", "https://registry.example.com:5050/", true);
        row("example.com:80", "http://example.com/", true);
        row("example.com:port", "https://example.com/", false);
        row("10.1.2.3", "https://10.1.2.3/", true);
        row("10.1.2.3", "https://10.1.2.30/", false);
        row("10.1.2.3:5000", "https://10.1.2.3:5000/", true);
        row("10.1.2.3:5000", "https://10.1.2.3/", false);
        row("10.1.0.0/16", "https://10.1.2.3:5000/", true);
        row("10.1.0.0/16", "https://10.2.2.3/", false);
        row("10.0.0.0/nonsense", "https://10.0.0.1/", false);
        row("10.1.0.0/16", "https://ten.example.com/", false);
        row("fd00::/8", "https://[fd12::1]:5000/", true);
        row("fd12::1", "https://[fd12::1]/", true);
        row("[fd12::1]:5000", "https://[fd12::1]:5000/", true);
        row("[fd12::1]:5000", "https://[fd12::1]/", false);
        row("", "https://localhost:5000/", true);
        row("", "http://127.0.0.1:5000/", true);
        row("", "http://127.200.3.4/", true);
        row("", "https://[::1]/", true);
        row("", "https://localhost.example.com/", false);
    }
    void noProxyFollowsGosRules()
    {
        QFETCH(QString, noProxy);
        QFETCH(QString, url);
        QFETCH(bool, direct);
        for (const char *name : { "NO_PROXY", "no_proxy" }) {
            const Variables variables { { name, noProxy }, { "HTTPS_PROXY", QStringLiteral("proxy:3128") },
                                        { "HTTP_PROXY", QStringLiteral("proxy:3128") } };
            QCOMPARE(describe(rulesFrom(variables).proxyFor(QUrl(url))), direct ? QStringLiteral("direct") : QStringLiteral("http proxy:3128"));
        }
    }

    void theVariableSaysWhichProxy_data()
    {
        QTest::addColumn<Variables>("variables");
        QTest::addColumn<QString>("https");
        QTest::addColumn<QString>("http");
        const QString direct = QStringLiteral("direct");
        const auto row = [](const char *name, const Variables &variables, const QString &https, const QString &http) {
            QTest::newRow(name) << variables << https << http;
        };
        row("each its own", { { "HTTPS_PROXY", QStringLiteral("http://a:1") }, { "HTTP_PROXY", QStringLiteral("http://b:2") } },
            QStringLiteral("http a:1"), QStringLiteral("http b:2"));
        row("lower case", { { "https_proxy", QStringLiteral("http://a:1") }, { "http_proxy", QStringLiteral("http://b:2") } },
            QStringLiteral("http a:1"), QStringLiteral("http b:2"));
        row("upper before lower", { { "HTTPS_PROXY", QStringLiteral("http://a:1") }, { "https_proxy", QStringLiteral("http://b:2") } },
            QStringLiteral("http a:1"), direct);
        row("no scheme, no port", { { "HTTPS_PROXY", QStringLiteral("a") } }, QStringLiteral("http a:80"), direct);
        row("user and password", { { "HTTPS_PROXY", QStringLiteral("http://jo%40x:p%3Aw@a:1/") } }, QStringLiteral("http jo@x:p:w@a:1"), direct);
        row("socks", { { "HTTPS_PROXY", QStringLiteral("socks5://a") } }, QStringLiteral("socks5 a:1080"), direct);
        row("a scheme nobody speaks", { { "HTTPS_PROXY", QStringLiteral("ftp://a:1") } }, QStringLiteral("proxy/malformed HTTPS_PROXY"), direct);
        row("not a URL", { { "HTTPS_PROXY", QStringLiteral("http://:::") } }, QStringLiteral("proxy/malformed HTTPS_PROXY"), direct);
    }
    void theVariableSaysWhichProxy()
    {
        QFETCH(Variables, variables);
        QFETCH(QString, https);
        QFETCH(QString, http);
        const net::ProxyRules rules = rulesFrom(variables);
        QCOMPARE(describe(rules.proxyFor(QUrl(QStringLiteral("https://registry.example.com/")))), https);
        QCOMPARE(describe(rules.proxyFor(QUrl(QStringLiteral("http://registry.example.com/")))), http);
    }

    void tlsGoesThroughATunnelAndSoDoesPlainHttp()
    {
        TestServer secure(m_server);
        TestServer plain;
        TestProxy proxy;
        secure.answer("/v2/", Answer::json(200, "{}"));
        plain.answer("/v2/", Answer::json(200, "{}"));
        proxy.lead("registry.example.com:443", secure.serverPort());
        proxy.lead("registry.example.com:80", plain.serverPort());
        qputenv("HTTPS_PROXY", proxy.address());
        qputenv("HTTP_PROXY", proxy.address());

        const auto session = makeSession(settings());
        const net::Authorization token { net::Authorization::Scheme::Bearer, {}, secret("for-the-registry") };
        QCOMPARE(told(send(session, { .url = QUrl(QStringLiteral("https://registry.example.com/v2/")), .authorization = token })), QStringLiteral("200"));
        QCOMPARE(told(send(session, { .url = QUrl(QStringLiteral("http://registry.example.com/v2/")) })), QStringLiteral("200"));
        QCOMPARE(proxy.passed(), QByteArrayList({ "registry.example.com:443", "registry.example.com:80" }));
        QCOMPARE(secure.requests().first().header("Authorization"), QByteArray("Bearer for-the-registry"));
        for (const QByteArray &head : proxy.heads())
            QVERIFY2(!head.contains("for-the-registry"), head);
    }

    void thePasswordOfTheProxyUrlIsUsed_data()
    {
        QTest::addColumn<QByteArray>("userInfo");
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<QString>("expected");
        for (const char *scheme : { "https", "http" }) {
            QTest::addRow("%s, right", scheme) << QByteArray("jo:s%40fe") << QString::fromLatin1(scheme) << QStringLiteral("200");
            QTest::addRow("%s, wrong", scheme) << QByteArray("jo:wrong") << QString::fromLatin1(scheme) << QStringLiteral("proxy/unauthorized 407 password");
            QTest::addRow("%s, none", scheme) << QByteArray() << QString::fromLatin1(scheme) << QStringLiteral("proxy/unauthorized 407 password");
        }
    }
    void thePasswordOfTheProxyUrlIsUsed()
    {
        QFETCH(QByteArray, userInfo);
        QFETCH(QString, scheme);
        QFETCH(QString, expected);
        TestServer secure(m_server);
        TestServer plain;
        TestProxy proxy;
        proxy.demand("jo", "s@fe");
        for (TestServer *server : { &secure, &plain })
            server->answer("/", Answer::json(200, "{}"));
        proxy.lead("registry.example.com:443", secure.serverPort());
        proxy.lead("registry.example.com:80", plain.serverPort());
        qputenv("HTTPS_PROXY", proxy.address(userInfo));
        qputenv("HTTP_PROXY", proxy.address(userInfo));

        const auto reply = send(makeSession(settings()), { .url = QUrl(scheme + QStringLiteral("://registry.example.com/")), .timeout = 5s });
        QCOMPARE(told(reply), expected);
        if (!reply)
            QCOMPARE(reply.error().host, QStringLiteral("127.0.0.1:%1").arg(proxy.serverPort()));
        for (const TestServer *server : { &secure, &plain }) {
            for (const SeenRequest &seen : server->requests())
                QVERIFY(seen.header("Authorization").isEmpty());
        }
    }

    void whatAProxyDoesIsSaidToBeTheProxys_data()
    {
        QTest::addColumn<int>("refusal");
        QTest::addColumn<QString>("expected");
        QTest::newRow("denies") << 403 << QStringLiteral("proxy/forbidden denied");
        QTest::newRow("reaches nothing") << 502 << QStringLiteral("proxy/offline no-tunnel");
        QTest::newRow("is a web server") << 400 << QStringLiteral("proxy/offline no-tunnel");
    }
    void whatAProxyDoesIsSaidToBeTheProxys()
    {
        QFETCH(int, refusal);
        QFETCH(QString, expected);
        TestProxy proxy;
        proxy.refuseWith(refusal);
        qputenv("HTTPS_PROXY", proxy.address());
        const auto reply = send(makeSession(settings()), { .url = QUrl(QStringLiteral("https://registry.example.com/")), .timeout = 5s });
        QCOMPARE(told(reply), expected);
        QCOMPARE(reply.error().host, QStringLiteral("127.0.0.1:%1").arg(proxy.serverPort()));
    }

    void aProxyThatIsNotThereIsTheProxysTrouble()
    {
        QByteArray address;
        {
            TestProxy proxy;
            address = proxy.address();
        }
        qputenv("HTTPS_PROXY", address);
        QCOMPARE(told(send(makeSession(settings()), { .url = QUrl(QStringLiteral("https://registry.example.com/")) })),
                 QStringLiteral("proxy/offline refused"));
    }

    void aProxyThatSaysNothingEndsInTheTimeLimit()
    {
        TestProxy proxy;
        proxy.hang();
        qputenv("HTTPS_PROXY", proxy.address());
        QCOMPARE(told(send(makeSession(settings()), { .url = QUrl(QStringLiteral("https://registry.example.com/")), .timeout = 300ms })),
                 QStringLiteral("connect/timeout"));
    }

    void aCertificateIsCheckedThroughATunnelToo()
    {
        TestServer server(m_certificates.issue(m_authority, { .names = { QStringLiteral("other.example.com") } }));
        TestProxy proxy;
        proxy.lead("registry.example.com:443", server.serverPort());
        qputenv("HTTPS_PROXY", proxy.address());
        QCOMPARE(told(send(makeSession(settings()), { .url = QUrl(QStringLiteral("https://registry.example.com/")) })),
                 QStringLiteral("tls/tls name-mismatch"));
    }

    void loopbackNeverGoesThroughAProxy()
    {
        TestServer server;
        TestProxy proxy;
        server.answer("/", Answer::json(200, "{}"));
        qputenv("HTTP_PROXY", proxy.address());
        QCOMPARE(told(send(makeSession(settings()), { .url = server.url() })), QStringLiteral("200"));
        QVERIFY(proxy.heads().isEmpty());
    }

private:
    net::NetworkSettings settings() const
    {
        auto settings = bareSettings();
        settings.extraCaFiles << m_authority.certificateFile;
        settings.hosts.insert(QStringLiteral("registry.example.com"), { .plainHttp = true });
        return settings;
    }

    TestCertificates m_certificates;
    TestCertificate m_authority = m_certificates.authority();
    TestCertificate m_server = m_certificates.issue(m_authority, { .names = { QStringLiteral("registry.example.com") } });
};

QTEST_GUILESS_MAIN(TestProxies)
#include "test_proxies.moc"
