#include "core/diagnosis/probes/certificate_reading.h"
#include "core/diagnosis/probes/host_probe.h"
#include "tests/support/net_testing.h"
#include "tests/support/test_proxy.h"
#include "tests/support/test_server.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSslCipher>
#include <QSslKey>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <sys/socket.h>

using namespace wharf;
using namespace wharf::diagnosis;
using namespace wharf::test;
using namespace std::chrono_literals;

namespace {

/// A TLS server whose every setting is the test's.
class TlsPeer final : public QTcpServer {
public:
    TlsPeer(const QList<TestCertificate> &chain, const std::function<void(QSslConfiguration &)> &change = {})
    {
        m_tls = QSslConfiguration::defaultConfiguration();
        QList<QSslCertificate> certificates;
        for (const TestCertificate &one : chain)
            certificates << QSslCertificate(one.certificate);
        m_tls.setLocalCertificateChain(certificates);
        m_tls.setPrivateKey(QSslKey(chain.first().key, QSsl::Ec));
        m_tls.setPeerVerifyMode(QSslSocket::VerifyNone);
        if (change)
            change(m_tls);
        if (!listen(QHostAddress::LocalHost))
            qFatal("no port to listen on");
    }
    [[nodiscard]] QUrl url(const QString &host = QStringLiteral("127.0.0.1")) const
    {
        return QUrl(QStringLiteral("https://%1:%2").arg(host).arg(serverPort()));
    }
    QStringList clientNames;

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QSslSocket(this);
        socket->setSslConfiguration(m_tls);
        socket->setSocketDescriptor(descriptor);
        connect(socket, &QSslSocket::encrypted, this, [this, socket] {
            if (!socket->peerCertificate().isNull())
                clientNames += socket->peerCertificate().subjectInfo(QSslCertificate::CommonName);
        });
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            if (socket->readAll().endsWith("\r\n\r\n"))
                socket->write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        socket->startServerEncryption();
    }

private:
    QSslConfiguration m_tls;
};

/// `openssl s_server`, which wants a certificate and says so when none comes: Qt's servers hang up without a word.
class StrictServer {
public:
    StrictServer(const TestCertificate &own, const TestCertificate &authority, const QString &protocol)
    {
        m_process.start(QStringLiteral("openssl"), { QStringLiteral("s_server"), QStringLiteral("-accept"), QStringLiteral("127.0.0.1:0"), protocol,
                                                     QStringLiteral("-cert"), own.certificateFile, QStringLiteral("-key"), own.keyFile,
                                                     QStringLiteral("-CAfile"), authority.certificateFile, QStringLiteral("-Verify"), QStringLiteral("1"),
                                                     QStringLiteral("-verify_return_error"), QStringLiteral("-www") });
        QByteArray said;
        static const QRegularExpression accepts(QStringLiteral("ACCEPT 127\\.0\\.0\\.1:(\\d+)"));
        while (m_port.isEmpty() && m_process.waitForReadyRead(10000)) {
            said += m_process.readAllStandardOutput();
            m_port = accepts.match(QString::fromLatin1(said)).captured(1);
        }
    }
    ~StrictServer()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    StrictServer(const StrictServer &) = delete;
    StrictServer &operator=(const StrictServer &) = delete;
    [[nodiscard]] QString hostAndPort() const { return QStringLiteral("127.0.0.1:") + m_port; }
    [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("https://") + hostAndPort()); }

private:
    QProcess m_process;
    QString m_port;
};

/// A peer that does what it likes with a socket.
class RawPeer final : public QTcpServer {
public:
    explicit RawPeer(std::function<void(QTcpSocket *)> behaviour)
        : m_behaviour(std::move(behaviour))
    {
        if (!listen(QHostAddress::LocalHost))
            qFatal("no port to listen on");
    }
    [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("https://127.0.0.1:%1").arg(serverPort())); }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QTcpSocket(this);
        socket->setSocketDescriptor(descriptor);
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        m_behaviour(socket);
    }

private:
    std::function<void(QTcpSocket *)> m_behaviour;
};

void drip(QPointer<QTcpSocket> socket, const QByteArray &bytes)
{
    if (!socket || bytes.isEmpty())
        return;
    socket->write(bytes.left(1));
    QTimer::singleShot(5, socket, [socket, rest = bytes.mid(1)] { drip(socket, rest); });
}

void onFirstBytes(QTcpSocket *socket, const std::function<void(QTcpSocket *)> &then)
{
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, then] {
        socket->readAll();
        then(socket);
    });
}

WireSettings bareWire()
{
    WireSettings settings;
    settings.network = bareSettings();
    settings.tlsLimit = 5s;
    return settings;
}

TlsEvidence probe(const QUrl &url, const WireSettings &settings = bareWire(), std::shared_ptr<Stop> stop = std::make_shared<Stop>())
{
    return QCoro::waitFor(probeTls(url, QStringLiteral("127.0.0.1"), settings, stop));
}

/// `dates name chain`, with a minus before each that is not well.
QString judged(const TlsEvidence &tls)
{
    const auto mark = [](bool well, const char *word) { return (well ? QString() : QStringLiteral("-")) + QLatin1String(word); };
    return QStringList { mark(tls.datesValid, "dates"), mark(tls.nameMatches, "name"), mark(tls.chainTrusted, "chain") }.join(QLatin1Char(' '));
}

} // namespace

/// What a server shows of itself, and what of it is well.
class TestTlsProbe final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        // The system's own authorities are the test's.
        qputenv("SSL_CERT_FILE", QFile::encodeName(m_root.certificateFile));
        qputenv("SSL_CERT_DIR", "/nonexistent");
        for (const char *name : { "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy" })
            qunsetenv(name);
        qputenv("NO_PROXY", "*");
    }

    void datesNameAndChainAreJudgedEachOnItsOwn_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *name, const char *expected, const char *problem = "", const char *host = "localhost") {
            QTest::newRow(name) << QString::fromLatin1(host) << QString::fromLatin1(expected) << QString::fromLatin1(problem);
        };
        const char *unknown = "unable to get local issuer certificate";
        row("good", "dates name chain");
        row("good for an address", "dates name chain", "", "127.0.0.1");
        row("expired", "-dates name chain");
        row("not yet valid", "-dates name chain");
        row("other name", "dates -name chain");
        row("common name only", "dates -name chain");
        row("name but no address", "dates -name chain", "", "127.0.0.1");
        row("address but no name", "dates -name chain");
        row("unknown authority", "dates name -chain", unknown);
        row("unknown authority, sent along", "dates name -chain", "self-signed certificate in certificate chain");
        row("self-signed", "dates name -chain", "self-signed certificate");
        row("missing intermediate", "dates name -chain", unknown);
        row("whole chain", "dates name chain");
        row("everything wrong", "-dates -name -chain", unknown);
        row("for clients", "dates name -chain", "unsupported certificate purpose");
    }
    void datesNameAndChainAreJudgedEachOnItsOwn()
    {
        QFETCH(QString, host);
        QFETCH(QString, expected);
        QFETCH(QString, problem);
        const TlsPeer peer(chainOf(QLatin1String(QTest::currentDataTag())));
        const TlsEvidence tls = probe(peer.url(host));
        QVERIFY(tls.tried);
        QCOMPARE(tls.outcome, QStringLiteral("done"));
        QCOMPARE(judged(tls), expected);
        if (tls.chainProblem != problem)
            QVERIFY2(QTest::currentDataTag() == QByteArray("for clients") && !tls.chainProblem.isEmpty(), qPrintable(tls.chainProblem));
        QCOMPARE(tls.trusted(), expected == QLatin1String("dates name chain"));
        QCOMPARE(tls.trustedBySystem, tls.chainTrusted);
        QVERIFY(!tls.trustedByAccount);
        QVERIFY(!tls.clientCertificateAsked);
        QVERIFY(tls.receivedBytes > 0);
        QCOMPARE(tls.protocol, QStringLiteral("TLSv1.3"));
        QVERIFY2(tls.cipher.startsWith(QLatin1String("TLS_")), qPrintable(tls.cipher));
    }

    void theChainIsKeptAsItWasSent()
    {
        const TlsPeer peer(chainOf(QLatin1String("whole chain")));
        const TlsEvidence tls = probe(peer.url());
        QCOMPARE(tls.chain.size(), 2);
        const CertificateEvidence &leaf = tls.chain.first();
        QCOMPARE(leaf.subject, QStringLiteral("localhost"));
        QCOMPARE(leaf.issuer, QStringLiteral("Test Intermediate"));
        QCOMPARE(leaf.dnsNames, QStringList { QStringLiteral("localhost") });
        QCOMPARE(leaf.ipAddresses, (QStringList { QStringLiteral("127.0.0.1"), QStringLiteral("::1") }));
        QVERIFY(!leaf.selfSigned && !leaf.authority);
        QVERIFY(leaf.notBefore < QDateTime::currentDateTimeUtc() && leaf.notAfter > QDateTime::currentDateTimeUtc());
        QCOMPARE(leaf.sha256.size(), 64);
        QCOMPARE(tls.chain.last().subject, QStringLiteral("Test Intermediate"));
        QCOMPARE(tls.chain.last().issuer, QStringLiteral("Test Root"));
        QVERIFY(tls.chain.last().authority && !tls.chain.last().selfSigned);
    }

    // Each authority lies somewhere else, and each place counts for whom it counts.
    void whereTheAuthorityLiesSaysWhoTrustsIt_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("trusted");
        QTest::newRow("nowhere") << QString() << QStringLiteral("no no no");
        QTest::newRow("system") << QStringLiteral("system") << QStringLiteral("system docker no");
        QTest::newRow("docker's folder") << QStringLiteral("docker") << QStringLiteral("no docker no");
        QTest::newRow("containers' folder") << QStringLiteral("containers") << QStringLiteral("no no account");
        QTest::newRow("given for the host") << QStringLiteral("host") << QStringLiteral("no no account");
        QTest::newRow("given for all") << QStringLiteral("all") << QStringLiteral("no no account");
        QTest::newRow("of the registry before") << QStringLiteral("registry") << QStringLiteral("no docker account");
        QTest::newRow("docker's, other port") << QStringLiteral("other port") << QStringLiteral("no no no");
    }
    void whereTheAuthorityLiesSaysWhoTrustsIt()
    {
        QFETCH(QString, place);
        QFETCH(QString, trusted);
        const TestCertificate ca = m_maker.authority(QStringLiteral("Private CA"));
        const TlsPeer peer({ m_maker.issue(ca) });
        WireSettings settings = bareWire();
        QTemporaryDir docker;
        QTemporaryDir containers;
        settings.network.certificates = { { docker.path() }, { containers.path() } };
        const QString host = QStringLiteral("127.0.0.1:%1").arg(peer.serverPort());
        if (place == QLatin1String("system"))
            qputenv("SSL_CERT_FILE", QFile::encodeName(ca.certificateFile));
        else if (place == QLatin1String("docker"))
            copyTo(ca.certificateFile, docker.filePath(host + QStringLiteral("/ca.crt")));
        else if (place == QLatin1String("containers"))
            copyTo(ca.certificateFile, containers.filePath(host + QStringLiteral("/ca.crt")));
        else if (place == QLatin1String("other port"))
            copyTo(ca.certificateFile, docker.filePath(QStringLiteral("127.0.0.1:1/ca.crt")));
        else if (place == QLatin1String("registry")) {
            settings.authoritiesOf << QUrl(QStringLiteral("https://registry.example.com"));
            copyTo(ca.certificateFile, docker.filePath(QStringLiteral("registry.example.com/ca.crt")));
            settings.network.hosts.insert(QStringLiteral("registry.example.com"), { .caFile = ca.certificateFile });
        } else if (place == QLatin1String("host"))
            settings.network.hosts.insert(host, { .caFile = ca.certificateFile });
        else if (place == QLatin1String("all"))
            settings.network.extraCaFiles << ca.certificateFile;

        const TlsEvidence tls = probe(peer.url(), settings);
        const auto word = [](bool yes, const char *name) { return QString::fromLatin1(yes ? name : "no"); };
        QCOMPARE(word(tls.trustedBySystem, "system") + QLatin1Char(' ') + word(tls.chainTrusted, "docker") + QLatin1Char(' ')
                     + word(tls.trustedByAccount, "account"), trusted);
        QCOMPARE(tls.chainProblem.isEmpty(), tls.chainTrusted);
    }

    // Go takes a certificate that is itself among the trusted, authority or not.
    void aServersOwnCertificateCanBeTrusted()
    {
        const TestCertificate own = m_maker.selfSigned();
        const TlsPeer peer({ own });
        WireSettings settings = bareWire();
        settings.network.extraCaFiles << own.certificateFile;
        const TlsEvidence tls = probe(peer.url(), settings);
        QVERIFY(tls.trustedByAccount);
        QVERIFY(tls.trusted());
        QVERIFY(tls.chain.first().selfSigned);
    }

    void anIntermediateThatLiesAroundFillsTheGap()
    {
        const TlsPeer peer(chainOf(QLatin1String("missing intermediate")));
        WireSettings settings = bareWire();
        QTemporaryDir docker;
        settings.network.certificates.docker << docker.path();
        QVERIFY(!probe(peer.url(), settings).completeWithKnownIntermediate);
        // Docker does not read a `.pem`.
        copyTo(m_intermediate.certificateFile, docker.filePath(QStringLiteral("other.example.com/chain.pem")));
        const TlsEvidence tls = probe(peer.url(), settings);
        QVERIFY(!tls.chainTrusted);
        QVERIFY(tls.completeWithKnownIntermediate);
    }

    void aStrangersCertificateBesideFillsNothing()
    {
        const TlsPeer peer(chainOf(QLatin1String("unknown authority")));
        WireSettings settings = bareWire();
        QTemporaryDir docker;
        settings.network.certificates.docker << docker.path();
        copyTo(m_intermediate.certificateFile, docker.filePath(QStringLiteral("other.example.com/chain.pem")));
        QVERIFY(!probe(peer.url(), settings).completeWithKnownIntermediate);
    }

    void theIssuerIsFetchedFromWhereTheCertificateSays_data()
    {
        QTest::addColumn<QString>("served");
        QTest::addColumn<bool>("completes");
        for (const char *good : { "DER", "PEM", "PKCS #7" })
            QTest::newRow(good) << QString::fromLatin1(good) << true;
        for (const char *bad : { "nothing", "garbage", "another", "hangs" })
            QTest::newRow(bad) << QString::fromLatin1(bad) << false;
    }
    void theIssuerIsFetchedFromWhereTheCertificateSays()
    {
        QFETCH(QString, served);
        QFETCH(bool, completes);
        TestServer library;
        if (served == QLatin1String("DER"))
            library.answer("/ca", test::Answer::text(200, QSslCertificate(m_intermediate.certificate).toDer(), "application/pkix-cert"));
        else if (served == QLatin1String("PEM"))
            library.answer("/ca", test::Answer::text(200, m_intermediate.certificate));
        else if (served == QLatin1String("PKCS #7"))
            library.answer("/ca", test::Answer::text(200, pkcs7(m_intermediate)));
        else if (served == QLatin1String("garbage"))
            library.answer("/ca", test::Answer::text(200, QByteArray(100000, '0')));
        else if (served == QLatin1String("another"))
            library.answer("/ca", test::Answer::text(200, m_maker.authority(QStringLiteral("Nobody's CA")).certificate));
        else if (served == QLatin1String("hangs"))
            library.answer("/ca", test::Answer::doing(test::Answer::Manner::Hang));
        const TestCertificate leaf = m_maker.issue(m_intermediate, { .issuersUrl = library.url(QStringLiteral("/ca")).toString() });
        const TlsPeer peer({ leaf });
        WireSettings settings = bareWire();
        settings.tlsLimit = 1s;
        QElapsedTimer timer;
        timer.start();
        const TlsEvidence tls = probe(peer.url(), settings);
        QCOMPARE(tls.chain.first().caIssuersUrl, library.url(QStringLiteral("/ca")).toString());
        QVERIFY(!tls.chainTrusted);
        QCOMPARE(tls.completeWithKnownIntermediate, completes);
        QCOMPARE(library.count("/ca"), 1);
        QVERIFY(timer.elapsed() < 3000);
    }

    // An old certificate sent besides, as after the end of a cross signature.
    void anExpiredExtraHarmsNobody()
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        QList<TestCertificate> chain = chainOf(QLatin1String("whole chain"));
        chain << m_maker.selfSigned({ .commonName = QStringLiteral("Old Root"), .names = {}, .notBefore = now.addDays(-9), .notAfter = now.addDays(-2), .authority = true });
        const TlsPeer peer(chain);
        const TlsEvidence tls = probe(peer.url());
        QCOMPARE(judged(tls), QStringLiteral("dates name chain"));
        QCOMPARE(tls.chain.size(), 3);
    }

    void anExpiredIntermediateIsSeen()
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const TestCertificate old = m_maker.issue(m_root, { .commonName = QStringLiteral("Old Intermediate"), .names = {}, .notBefore = now.addDays(-9), .notAfter = now.addDays(-2), .authority = true });
        const TlsPeer peer({ m_maker.issue(old), old });
        QCOMPARE(judged(probe(peer.url())), QStringLiteral("-dates name chain"));
    }

    void aClientCertificateThatIsMissingIsNamed_data()
    {
        QTest::addColumn<QString>("protocol");
        QTest::addColumn<QString>("alert");
        QTest::newRow("TLS 1.2") << QStringLiteral("-tls1_2") << QStringLiteral("handshake failure");
        QTest::newRow("TLS 1.3") << QStringLiteral("-tls1_3") << QStringLiteral("certificate required");
    }
    void aClientCertificateThatIsMissingIsNamed()
    {
        QFETCH(QString, protocol);
        QFETCH(QString, alert);
        const StrictServer server(chainOf(QLatin1String("good")).first(), m_root, protocol);
        const TlsEvidence tls = probe(server.url());
        QCOMPARE(tls.outcome, QStringLiteral("alert"));
        QCOMPARE(tls.alert, alert);
        QVERIFY(tls.clientCertificateAsked);
        QVERIFY(!tls.clientCertificateGiven);
        // The server showed itself all the same, and nothing about protocol or cipher is amiss.
        QCOMPARE(judged(tls), QStringLiteral("dates name chain"));
        QCOMPARE(tls.takesOnly, QString());
    }

    void aStrangersClientCertificateIsRefused_data() { aClientCertificateIsShownToItsHostAlone_data(); }
    void aStrangersClientCertificateIsRefused()
    {
        QFETCH(QSsl::SslProtocol, protocol);
        const StrictServer server(chainOf(QLatin1String("good")).first(), m_root,
                                  protocol == QSsl::TlsV1_2 ? QStringLiteral("-tls1_2") : QStringLiteral("-tls1_3"));
        const TestCertificate client = m_maker.selfSigned({ .commonName = QStringLiteral("jo"), .names = {}, .forClients = true });
        WireSettings settings = bareWire();
        net::HostSettings host;
        host.certFile = client.certificateFile;
        host.keyFile = client.keyFile;
        settings.network.hosts.insert(server.hostAndPort(), host);
        const TlsEvidence tls = probe(server.url(), settings);
        QCOMPARE(tls.outcome, QStringLiteral("alert"));
        QVERIFY2(tls.alert == QLatin1String("unknown CA") || tls.alert == QLatin1String("bad certificate"), qPrintable(tls.alert));
        QVERIFY(tls.clientCertificateAsked && tls.clientCertificateGiven);
    }

    // Some hang up where others send an alert.
    void aServerThatHangsUpForWantOfACertificateIsNotWell_data() { aClientCertificateIsShownToItsHostAlone_data(); }
    void aServerThatHangsUpForWantOfACertificateIsNotWell()
    {
        QFETCH(QSsl::SslProtocol, protocol);
        const TlsPeer peer(chainOf(QLatin1String("good")), demanding(protocol));
        const TlsEvidence tls = probe(peer.url());
        QCOMPARE(tls.outcome, QStringLiteral("closed"));
        QVERIFY(tls.clientCertificateAsked && !tls.clientCertificateGiven);
    }

    void aClientCertificateIsShownToItsHostAlone_data()
    {
        QTest::addColumn<QSsl::SslProtocol>("protocol");
        QTest::newRow("TLS 1.2") << QSsl::TlsV1_2;
        QTest::newRow("TLS 1.3") << QSsl::TlsV1_3;
    }
    void aClientCertificateIsShownToItsHostAlone()
    {
        QFETCH(QSsl::SslProtocol, protocol);
        const TestCertificate client = m_maker.issue(m_root, { .commonName = QStringLiteral("jo"), .names = {}, .forClients = true });
        TlsPeer peer(chainOf(QLatin1String("good")), demanding(protocol));
        WireSettings settings = bareWire();
        net::HostSettings host;
        host.certFile = client.certificateFile;
        host.keyFile = client.keyFile;
        settings.network.hosts.insert(QStringLiteral("127.0.0.1:%1").arg(peer.serverPort()), host);
        const TlsEvidence tls = probe(peer.url(), settings);
        QCOMPARE(tls.outcome, QStringLiteral("done"));
        QVERIFY(tls.clientCertificateAsked && tls.clientCertificateGiven);
        QTRY_COMPARE(peer.clientNames, QStringList { QStringLiteral("jo") });

        TlsPeer other(chainOf(QLatin1String("good")), demanding(protocol));
        QVERIFY(!probe(other.url(), settings).clientCertificateGiven);
        QCOMPARE(other.clientNames, QStringList());
    }

    void whatAnOldServerTakesIsFound_data()
    {
        QTest::addColumn<QByteArray>("ciphers");
        QTest::addColumn<QByteArray>("protocol");
        QTest::addColumn<QString>("takes");
        QTest::newRow("an old cipher") << QByteArray("ECDHE-ECDSA-AES128-SHA256") << QByteArray("TLSv1.2") << QStringLiteral("ECDHE-ECDSA-AES128-SHA256");
        QTest::newRow("TLS 1.0") << QByteArray("ALL:@SECLEVEL=0") << QByteArray("TLSv1") << QStringLiteral("TLSv1.0");
        QTest::newRow("TLS 1.1") << QByteArray("ALL:@SECLEVEL=0") << QByteArray("TLSv1.1") << QStringLiteral("TLSv1.1");
    }
    void whatAnOldServerTakesIsFound()
    {
        QFETCH(QByteArray, ciphers);
        QFETCH(QByteArray, protocol);
        QFETCH(QString, takes);
        const TlsPeer peer(chainOf(QLatin1String("good")), [&](QSslConfiguration &tls) {
            tls.setProtocol(QSsl::AnyProtocol);
            tls.setBackendConfigurationOption("CipherString", ciphers);
            tls.setBackendConfigurationOption("MinProtocol", protocol);
            tls.setBackendConfigurationOption("MaxProtocol", protocol);
        });
        const TlsEvidence tls = probe(peer.url());
        QCOMPARE(tls.outcome, QStringLiteral("alert"));
        QVERIFY2(tls.alert == QLatin1String("handshake failure") || tls.alert == QLatin1String("protocol version"), qPrintable(tls.alert));
        QCOMPARE(tls.takesOnly, takes);
        QVERIFY(!tls.clientCertificateAsked);
        QVERIFY(!tls.done());
    }

    void badPeersEndInAWord_data()
    {
        QTest::addColumn<QString>("outcome");
        QTest::addColumn<QString>("firstText");
        QTest::newRow("plain HTTP") << QStringLiteral("not-tls") << QStringLiteral("HTTP/1.0 400 Bad Request");
        QTest::newRow("greets first") << QStringLiteral("not-tls") << QStringLiteral("SSH-2.0-OpenSSH_9.2");
        QTest::newRow("text that drips") << QStringLiteral("not-tls") << QStringLiteral("220 mail ready");
        QTest::newRow("no line end") << QStringLiteral("not-tls") << QStringLiteral("hello");
        QTest::newRow("10 MB of garbage") << QStringLiteral("not-tls") << QString(1024, QLatin1Char('x'));
        QTest::newRow("lies about a length") << QStringLiteral("not-tls") << QString();
        QTest::newRow("hangs") << QStringLiteral("timeout") << QString();
        // Its kernel has our greeting unread, and resets. RFC 1122 §4.2.2.13.
        QTest::newRow("closes at once") << QStringLiteral("reset") << QString();
        QTest::newRow("closes after the greeting") << QStringLiteral("closed") << QString();
        QTest::newRow("resets after the greeting") << QStringLiteral("reset") << QString();
        QTest::newRow("promises more than comes") << QStringLiteral("timeout") << QString();
        QTest::newRow("an alert that drips") << QStringLiteral("alert") << QString();
    }
    void badPeersEndInAWord()
    {
        QFETCH(QString, outcome);
        QFETCH(QString, firstText);
        const RawPeer peer(behaviour(QLatin1String(QTest::currentDataTag())));
        WireSettings settings = bareWire();
        settings.tlsLimit = outcome == QLatin1String("timeout") ? 400ms : 5s;
        QElapsedTimer timer;
        timer.start();
        const TlsEvidence tls = probe(peer.url(), settings);
        if (QTest::currentDataTag() == QByteArray("closes at once") && tls.outcome == QLatin1String("closed"))
            return; // it was faster than the greeting
        QCOMPARE(tls.outcome, outcome);
        QCOMPARE(tls.firstText, firstText);
        QVERIFY(tls.tried && !tls.done());
        QVERIFY(tls.chain.isEmpty());
        QCOMPARE(tls.takesOnly, QString());
        QCOMPARE(tls.alert, outcome == QLatin1String("alert") ? QStringLiteral("internal error") : QString());
        QVERIFY2(timer.elapsed() < 4000, qPrintable(QString::number(timer.elapsed())));
        if (QTest::currentDataTag() == QByteArray("hangs"))
            QCOMPARE(tls.receivedBytes, 0);
    }

    void aStopInTheMiddleEndsItAtOnce()
    {
        const RawPeer peer(behaviour(QLatin1String("hangs")));
        const auto stop = std::make_shared<Stop>();
        WireSettings settings = bareWire();
        settings.tlsLimit = 60s;
        QTimer::singleShot(50, stop.get(), &Stop::stop);
        QElapsedTimer timer;
        timer.start();
        const TlsEvidence tls = probe(peer.url(), settings, stop);
        QVERIFY(timer.elapsed() < 2000);
        QCOMPARE(tls.outcome, QString());
        QVERIFY(!tls.tried);
    }

    void itGoesThroughAProxyAndAsksForTheName()
    {
        TestProxy proxy;
        const TlsPeer peer({ m_maker.issue(m_root, { .names = { QStringLiteral("registry.example.com") } }) });
        proxy.lead("registry.example.com:443", peer.serverPort());
        qputenv("NO_PROXY", "");
        qputenv("HTTPS_PROXY", proxy.address());
        const TlsEvidence tls = QCoro::waitFor(probeTls(QUrl(QStringLiteral("https://registry.example.com")), {}, bareWire(), std::make_shared<Stop>()));
        QCOMPARE(tls.outcome, QStringLiteral("done"));
        QCOMPARE(judged(tls), QStringLiteral("dates name chain"));
        QCOMPARE(proxy.passed().size(), 1);
    }

    void aProxyThatRefusesLeavesNothingToSee()
    {
        TestProxy proxy;
        proxy.refuseWith(403);
        qputenv("NO_PROXY", "");
        qputenv("HTTPS_PROXY", proxy.address());
        const TlsEvidence tls = QCoro::waitFor(probeTls(QUrl(QStringLiteral("https://registry.example.com")), {}, bareWire(), std::make_shared<Stop>()));
        QVERIFY(!tls.tried);
        QCOMPARE(tls.outcome, QString());
    }

    void namesMatchAsGoMatchesThem_data()
    {
        QTest::addColumn<QString>("names");
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("matches");
        const auto row = [](const char *names, const char *host, bool matches) {
            QTest::addRow("%s | %s", names, host) << QString::fromLatin1(names) << QString::fromLatin1(host) << matches;
        };
        row("reg.example.com", "reg.example.com", true);
        row("REG.example.com", "reg.Example.COM", true);
        row("reg.example.com", "reg.example.com.", true);
        row("a.org reg.example.com", "reg.example.com", true);
        row("example.com", "reg.example.com", false);
        row("*.example.com", "reg.example.com", true);
        row("*.example.com", "a.reg.example.com", false);
        row("*.example.com", "example.com", false);
        row("*.local", "reg.local", true);
        row("r*.example.com", "reg.example.com", false);
        row("reg.*.com", "reg.example.com", false);
        row("*", "localhost", false);
        row("", "reg.example.com", false);
        row("10.0.0.1", "10.0.0.1", true);
        row("10.0.0.1", "10.0.0.2", false);
        row("fd00::1", "fd00:0::1", true);
        row("reg.example.com", "10.0.0.1", false);
    }
    void namesMatchAsGoMatchesThem()
    {
        QFETCH(QString, names);
        QFETCH(QString, host);
        QFETCH(bool, matches);
        CertificateEvidence certificate;
        certificate.subject = host; // the common name never counts
        const QStringList all = names.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        for (const QString &name : all)
            (QHostAddress(name).isNull() ? certificate.dnsNames : certificate.ipAddresses) << name;
        QCOMPARE(nameMatches(certificate, host), matches);
    }

private:
    static void copyTo(const QString &from, const QString &to)
    {
        QVERIFY(QDir().mkpath(QFileInfo(to).path()));
        QVERIFY(QFile::copy(from, to));
    }

    static QByteArray pkcs7(const TestCertificate &certificate)
    {
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"), { QStringLiteral("crl2pkcs7"), QStringLiteral("-nocrl"), QStringLiteral("-certfile"),
                                                   certificate.certificateFile, QStringLiteral("-outform"), QStringLiteral("DER") });
        openssl.waitForFinished();
        return openssl.readAllStandardOutput();
    }

    QList<TestCertificate> chainOf(const QString &kind)
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const TestCertificate nobody = m_maker.authority(QStringLiteral("Nobody's CA"));
        if (kind == QLatin1String("expired"))
            return { m_maker.issue(m_root, { .notBefore = now.addDays(-9), .notAfter = now.addDays(-2) }) };
        if (kind == QLatin1String("not yet valid"))
            return { m_maker.issue(m_root, { .notBefore = now.addDays(2), .notAfter = now.addDays(9) }) };
        if (kind == QLatin1String("other name"))
            return { m_maker.issue(m_root, { .names = { QStringLiteral("other.example.com") } }) };
        if (kind == QLatin1String("common name only"))
            return { m_maker.issue(m_root, { .names = {} }) };
        if (kind == QLatin1String("name but no address"))
            return { m_maker.issue(m_root, { .commonName = QStringLiteral("127.0.0.1"), .names = { QStringLiteral("localhost") } }) };
        if (kind == QLatin1String("address but no name"))
            return { m_maker.issue(m_root, { .names = { QStringLiteral("127.0.0.1") } }) };
        if (kind == QLatin1String("unknown authority"))
            return { m_maker.issue(nobody) };
        if (kind == QLatin1String("unknown authority, sent along"))
            return { m_maker.issue(nobody), nobody };
        if (kind == QLatin1String("self-signed"))
            return { m_maker.selfSigned() };
        if (kind == QLatin1String("missing intermediate"))
            return { m_maker.issue(m_intermediate) };
        if (kind == QLatin1String("whole chain"))
            return { m_maker.issue(m_intermediate), m_intermediate };
        if (kind == QLatin1String("everything wrong"))
            return { m_maker.issue(nobody, { .names = { QStringLiteral("other.example.com") }, .notBefore = now.addDays(-9), .notAfter = now.addDays(-2) }) };
        if (kind == QLatin1String("for clients"))
            return { m_maker.issue(m_root, { .forClients = true }) };
        return { m_maker.issue(m_root) };
    }

    std::function<void(QSslConfiguration &)> demanding(QSsl::SslProtocol protocol)
    {
        return [this, protocol](QSslConfiguration &tls) {
            tls.setProtocol(protocol);
            tls.setCaCertificates({ QSslCertificate(m_root.certificate) });
            tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
        };
    }

    static std::function<void(QTcpSocket *)> behaviour(const QString &name)
    {
        // RFC 8446 §5.1 and §6: record type, version, length, then level and description.
        const QByteArray internalError = QByteArray::fromHex("150303000202") + char(80);
        if (name == QLatin1String("plain HTTP"))
            return [](QTcpSocket *socket) {
                onFirstBytes(socket, [](QTcpSocket *s) {
                    s->write("HTTP/1.0 400 Bad Request\r\n\r\nClient sent a request that is none.\n");
                    s->disconnectFromHost();
                });
            };
        if (name == QLatin1String("greets first"))
            return [](QTcpSocket *socket) { socket->write("SSH-2.0-OpenSSH_9.2\r\n"); };
        if (name == QLatin1String("text that drips"))
            return [](QTcpSocket *socket) { drip(socket, "220 mail ready\r\n"); };
        if (name == QLatin1String("no line end"))
            return [](QTcpSocket *socket) { socket->write("hello"); };
        if (name == QLatin1String("10 MB of garbage"))
            return [](QTcpSocket *socket) { socket->write(QByteArray(10 << 20, 'x')); };
        if (name == QLatin1String("lies about a length"))
            return [](QTcpSocket *socket) { socket->write(QByteArray::fromHex("160303ffff") + QByteArray(70000, '\0')); };
        if (name == QLatin1String("promises more than comes"))
            return [](QTcpSocket *socket) { socket->write(QByteArray::fromHex("160303004002000038")); };
        if (name == QLatin1String("closes at once"))
            return [](QTcpSocket *socket) { socket->disconnectFromHost(); };
        if (name == QLatin1String("closes after the greeting"))
            return [](QTcpSocket *socket) { onFirstBytes(socket, [](QTcpSocket *s) { s->disconnectFromHost(); }); };
        if (name == QLatin1String("resets after the greeting"))
            return [](QTcpSocket *socket) {
                onFirstBytes(socket, [](QTcpSocket *s) {
                    reset(s->socketDescriptor());
                    s->abort();
                });
            };
        if (name == QLatin1String("an alert that drips"))
            return [internalError](QTcpSocket *socket) { onFirstBytes(socket, [internalError](QTcpSocket *s) { drip(s, internalError); }); };
        return [](QTcpSocket *) {};
    }

    static void reset(qintptr descriptor);

    TestCertificates m_maker;
    TestCertificate m_root = m_maker.authority(QStringLiteral("Test Root"));
    TestCertificate m_intermediate = m_maker.issue(m_root, { .commonName = QStringLiteral("Test Intermediate"), .names = {}, .authority = true });
};


/// Makes the next close a reset.
void TestTlsProbe::reset(qintptr descriptor)
{
    const linger now { 1, 0 };
    QCOMPARE(::setsockopt(static_cast<int>(descriptor), SOL_SOCKET, SO_LINGER, &now, sizeof now), 0);
}

QTEST_GUILESS_MAIN(TestTlsProbe)
#include "test_tls_probe.moc"
