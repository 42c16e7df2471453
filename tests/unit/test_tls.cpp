#include "core/net/network_failure.h"
#include "tests/support/net_testing.h"
#include "tests/support/test_server.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace wharf;
using namespace wharf::test;

namespace {

/// Which certificate a server shows, in words for tables.
TestCertificate certificate(TestCertificates &maker, const TestCertificate &ca, const QString &kind)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (kind == QLatin1String("expired"))
        return maker.issue(ca, { .notBefore = now.addDays(-9), .notAfter = now.addDays(-2) });
    if (kind == QLatin1String("not yet valid"))
        return maker.issue(ca, { .notBefore = now.addDays(2), .notAfter = now.addDays(9) });
    if (kind == QLatin1String("other name"))
        return maker.issue(ca, { .commonName = QStringLiteral("other.example.com"), .names = { QStringLiteral("other.example.com") } });
    if (kind == QLatin1String("unknown authority"))
        return maker.issue(maker.authority(QStringLiteral("Nobody's CA")));
    if (kind == QLatin1String("self-signed"))
        return maker.selfSigned();
    if (kind == QLatin1String("expired of unknown authority"))
        return maker.issue(maker.authority(QStringLiteral("Nobody's CA")), { .notBefore = now.addDays(-9), .notAfter = now.addDays(-2) });
    return maker.issue(ca);
}

void copyTo(const QString &from, const QString &to)
{
    QVERIFY(QDir().mkpath(QFileInfo(to).path()));
    QVERIFY(QFile::copy(from, to));
}

} // namespace

/// Whom a session trusts, what it shows of itself, and what it says when it does not trust.
class TestTls final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachReasonNotToTrustHasAName_data()
    {
        QTest::addColumn<QString>("expected");
        QTest::newRow("good") << QStringLiteral("200");
        QTest::newRow("expired") << QStringLiteral("tls/tls expired");
        QTest::newRow("not yet valid") << QStringLiteral("tls/tls not-yet-valid");
        QTest::newRow("other name") << QStringLiteral("tls/tls name-mismatch");
        QTest::newRow("unknown authority") << QStringLiteral("tls/tls unknown-ca");
        QTest::newRow("self-signed") << QStringLiteral("tls/tls self-signed");
        QTest::newRow("expired of unknown authority") << QStringLiteral("tls/tls unknown-ca");
    }
    void eachReasonNotToTrustHasAName()
    {
        QFETCH(QString, expected);
        const TestCertificate ca = m_maker.authority();
        TestServer server(certificate(m_maker, ca, QString::fromLatin1(QTest::currentDataTag())));
        server.answer("/", Answer::json(200, "{}"));
        auto settings = bareSettings();
        settings.extraCaFiles << ca.certificateFile;
        const net::Authorization token { net::Authorization::Scheme::Bearer, {}, secret("never-leaves") };

        const auto reply = send(makeSession(settings), { .url = server.url(), .authorization = token });
        QCOMPARE(told(reply), expected);
        QCOMPARE(server.requests().size(), reply ? 1 : 0);
        if (!reply)
            QCOMPARE(reply.error().host, QStringLiteral("127.0.0.1:%1").arg(server.serverPort()));
    }

    void aServerWithoutTlsIsSaidToBeOne()
    {
        // What Go's and nginx's servers do with a ClientHello: an answer in plain HTTP.
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, this, [&server] {
            QTcpSocket *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
                socket->disconnectFromHost();
            });
        });
        const QUrl url(QStringLiteral("https://127.0.0.1:%1/").arg(server.serverPort()));
        QCOMPARE(told(send(makeSession(), { .url = url })), QStringLiteral("tls/tls not-tls"));
    }

    void aRegistrysOwnAuthorityIsFoundInItsFolder_data()
    {
        QTest::addColumn<bool>("containers");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("expected");
        QTest::newRow("docker") << false << QStringLiteral("ca.crt") << QStringLiteral("200");
        QTest::newRow("containers") << true << QStringLiteral("ca.crt") << QStringLiteral("200");
        QTest::newRow("any .crt") << false << QStringLiteral("zz top.crt") << QStringLiteral("200");
        QTest::newRow("not a .pem") << false << QStringLiteral("ca.pem") << QStringLiteral("tls/tls unknown-ca");
    }
    void aRegistrysOwnAuthorityIsFoundInItsFolder()
    {
        QFETCH(bool, containers);
        QFETCH(QString, file);
        QFETCH(QString, expected);
        const TestCertificate ca = m_maker.authority();
        TestServer server(m_maker.issue(ca));
        server.answer("/", Answer::json(200, "{}"));
        QTemporaryDir folder;
        copyTo(ca.certificateFile, folder.filePath(QStringLiteral("127.0.0.1:%1/%2").arg(server.serverPort()).arg(file)));
        // An unreadable neighbour spoils nothing.
        QFile broken(folder.filePath(QStringLiteral("127.0.0.1:%1/aa.crt").arg(server.serverPort())));
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("not a certificate") > 0);
        broken.close();
        auto settings = bareSettings();
        (containers ? settings.certificates.containers : settings.certificates.docker) << folder.path();

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("passed over .*aa\\.crt")));
        QCOMPARE(told(send(makeSession(settings), { .url = server.url() })), expected);
    }

    void ofContainersFoldersOnlyTheFirstThatKnowsTheHostCounts()
    {
        const TestCertificate ca = m_maker.authority();
        TestServer server(m_maker.issue(ca));
        server.answer("/", Answer::json(200, "{}"));
        const QString host = QStringLiteral("127.0.0.1:%1").arg(server.serverPort());
        QTemporaryDir first;
        QTemporaryDir second;
        QVERIFY(QDir(first.path()).mkpath(host));
        copyTo(ca.certificateFile, second.filePath(host + QStringLiteral("/ca.crt")));
        auto settings = bareSettings();
        settings.certificates.containers << first.path() << second.path();
        QCOMPARE(told(send(makeSession(settings), { .url = server.url() })), QStringLiteral("tls/tls unknown-ca"));
    }

    void aHostsAuthorityIsTrustedForTheRealmAfterItAndNotBefore()
    {
        const TestCertificate ca = m_maker.authority();
        TestServer registry(m_maker.issue(ca));
        TestServer realm(m_maker.issue(ca));
        registry.answer("/", Answer::json(200, "{}"));
        realm.answer("/", Answer::json(200, "{}"));
        auto settings = bareSettings();
        settings.hosts.insert(QStringLiteral("127.0.0.1:%1").arg(registry.serverPort()), { .caFile = ca.certificateFile });

        QCOMPARE(told(send(makeSession(settings), { .url = realm.url() })), QStringLiteral("tls/tls unknown-ca"));
        const auto session = makeSession(settings);
        QCOMPARE(told(send(session, { .url = registry.url() })), QStringLiteral("200"));
        QCOMPARE(told(send(session, { .url = realm.url() })), QStringLiteral("200"));
    }

    void aClientCertificateIsShownToItsHostAlone_data()
    {
        QTest::addColumn<bool>("fromFolder");
        QTest::newRow("given by the user") << false;
        QTest::newRow("found in certs.d") << true;
    }
    void aClientCertificateIsShownToItsHostAlone()
    {
        QFETCH(bool, fromFolder);
        const TestCertificate ca = m_maker.authority();
        const TestCertificate mine = m_maker.issue(ca, { .commonName = QStringLiteral("jo"), .names = {}, .forClients = true });
        TestServer registry(m_maker.issue(ca));
        TestServer realm(m_maker.issue(ca));
        for (TestServer *server : { &registry, &realm }) {
            server->demandClientCertificate(ca);
            server->answer("/", Answer::json(200, "{}"));
        }
        const QString host = QStringLiteral("127.0.0.1:%1").arg(registry.serverPort());
        QTemporaryDir folder;
        auto settings = bareSettings();
        settings.extraCaFiles << ca.certificateFile;
        if (fromFolder) {
            copyTo(mine.certificateFile, folder.filePath(host + QStringLiteral("/client.cert")));
            copyTo(mine.keyFile, folder.filePath(host + QStringLiteral("/client.key")));
            settings.certificates.docker << folder.path();
        } else {
            settings.hosts.insert(host, { .certFile = mine.certificateFile, .keyFile = mine.keyFile });
        }

        const auto session = makeSession(settings);
        QCOMPARE(told(send(session, { .url = registry.url() })), QStringLiteral("200"));
        QCOMPARE(registry.clientNames(), QStringList { QStringLiteral("jo") });
        // Qt's server just hangs up, sooner or later.
        const auto refused = send(session, { .url = realm.url() });
        QVERIFY2(!refused && couldNotTalk(refused.error()), qPrintable(told(refused)));
        QVERIFY(realm.clientNames().isEmpty());
        QVERIFY(realm.requests().isEmpty());
    }

    void whatQtSaysOfAHandshakeIsUnderstood_data()
    {
        QTest::addColumn<QNetworkReply::NetworkError>("error");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        // Texts as Qt 6.4 gave them for OpenSSL's own server.
        QTest::newRow("wants a certificate, TLS 1.3")
            << QNetworkReply::UnknownNetworkError
            << QStringLiteral("Error while reading: error:0A00045C:SSL routines::tlsv13 alert certificate required")
            << QStringLiteral("tls/tls client-certificate");
        QTest::newRow("wants a certificate, TLS 1.2")
            << QNetworkReply::SslHandshakeFailedError
            << QStringLiteral("SSL handshake failed: Error during SSL handshake: error:0A000410:SSL routines::sslv3 alert handshake failure")
            << QStringLiteral("tls/tls handshake");
        QTest::newRow("no TLS") << QNetworkReply::SslHandshakeFailedError
                                << QStringLiteral("SSL handshake failed: error:0A00010B:SSL routines::wrong version number")
                                << QStringLiteral("tls/tls not-tls");
        QTest::newRow("no route") << QNetworkReply::UnknownNetworkError << QStringLiteral("Network unreachable")
                                  << QStringLiteral("connect/offline unreachable");
    }
    void whatQtSaysOfAHandshakeIsUnderstood()
    {
        QFETCH(QNetworkReply::NetworkError, error);
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(told(net::networkFailure({ error, text, {}, QStringLiteral("registry.example.com"), {} })), expected);
    }

    void aFileOfTheUsersThatDoesNotReadIsNamed_data()
    {
        QTest::addColumn<QString>("content");
        QTest::addColumn<QString>("expected");
        QTest::newRow("absent") << QString() << QStringLiteral("tls/absent");
        QTest::newRow("no certificate") << QStringLiteral("hello") << QStringLiteral("tls/malformed");
    }
    void aFileOfTheUsersThatDoesNotReadIsNamed()
    {
        QFETCH(QString, content);
        QFETCH(QString, expected);
        TestServer server(m_maker.selfSigned());
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("ca.pem"));
        if (!content.isNull()) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content.toUtf8()) > 0);
        }
        auto settings = bareSettings();
        settings.hosts.insert(QStringLiteral("127.0.0.1:%1").arg(server.serverPort()), { .caFile = path });
        QCOMPARE(told(send(makeSession(settings), { .url = server.url() })), expected + QLatin1Char(' ') + path);
        QCOMPARE(server.connections(), 0);
    }

    void aKeyFileWithoutAKeyIsNamed()
    {
        const TestCertificate mine = m_maker.selfSigned();
        auto settings = bareSettings();
        settings.hosts.insert(QStringLiteral("registry.example.com"),
                              { .certFile = mine.certificateFile, .keyFile = mine.certificateFile });
        QCOMPARE(told(send(makeSession(settings), { .url = QUrl(QStringLiteral("https://registry.example.com/")) })),
                 QStringLiteral("tls/malformed ") + mine.certificateFile);
    }

private:
    TestCertificates m_maker;
};

QTEST_GUILESS_MAIN(TestTls)
#include "test_tls.moc"
