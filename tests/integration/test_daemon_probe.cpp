#include "core/diagnosis/probes/daemon_probe.h"
#include "tests/sandbox/sandbox.h"
#include "tests/support/in_child.h"
#include "tests/support/test_server.h"

#include <QCoro/QCoroTask>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLocalServer>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace wharf;
using namespace wharf::diagnosis;
using namespace wharf::sandbox;
using registry::RegistryHost;

namespace {

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

RegistryHost hostNamed(const QString &name)
{
    return RegistryHost::parse(name).value();
}

/// Something on a socket that calls itself an engine and is up to no good.
class FalseEngine final : public QLocalServer {
public:
    FalseEngine(const QString &socketFile, const QByteArray &manner) : m_manner(manner)
    {
        connect(this, &QLocalServer::newConnection, this, &FalseEngine::accept);
        listen(socketFile);
    }

private:
    void accept()
    {
        QLocalSocket *client = nextPendingConnection();
        connect(client, &QLocalSocket::readyRead, this, [this, client] { answer(client, client->readAll()); });
    }

    void answer(QLocalSocket *client, const QByteArray &asked)
    {
        const QByteArray head = "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n";
        const bool ping = asked.contains("/_ping");
        if (m_manner == "reset")
            client->abort();
        else if (m_manner == "closes")
            client->disconnectFromServer();
        else if (m_manner == "other")
            client->write("SSH-2.0-OpenSSH_9.2p1\r\n");
        else if (m_manner == "not found")
            client->write("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nOK");
        else if (m_manner == "short") {
            client->write(head + "Content-Length: 900\r\n\r\nOK");
            client->disconnectFromServer();
        } else if (m_manner == "10 MB")
            client->write(head + "Content-Length: 10485760\r\n\r\n" + QByteArray(10 << 20, 'x'));
        else if (m_manner == "chunks for ever")
            client->write(head + "Transfer-Encoding: chunked\r\n\r\nFFFFFF\r\n" + QByteArray(10 << 20, 'x'));
        else if (m_manner == "drips")
            drip(client, head + "X: " + QByteArray(100000, 'x'));
        else if (m_manner == "strange info" && ping)
            client->write(head + "Content-Length: 2\r\n\r\nOK");
        else if (m_manner == "strange info")
            client->write(head + "Content-Length: 29\r\n\r\n{\"SystemTime\":[],\"Version\":4}");
        // "hangs": nothing
    }

    void drip(QLocalSocket *client, const QByteArray &bytes)
    {
        client->write(bytes.left(1));
        QTimer::singleShot(20, client, [this, client, bytes] { drip(client, bytes.mid(1)); });
    }

    QByteArray m_manner;
};

} // namespace

/// The engine as Docker's command line finds it: real ones, and those that only look like one.
class TestDaemonProbe final : public QObject {
    Q_OBJECT

    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<QTemporaryDir> m_place;
    DaemonSurroundings m_surroundings;

    [[nodiscard]] QString at(const char *name) const { return m_place->filePath(QLatin1String(name)); }
    [[nodiscard]] DaemonEvidence probe(const QString &host = text("reg.example.com")) const
    {
        return QCoro::waitFor(probeDaemon(hostNamed(host), m_surroundings, std::make_shared<SystemClock>(), std::make_shared<Stop>()));
    }
    [[nodiscard]] DaemonLoginEvidence login(const DaemonEvidence &evidence, const QString &user, const QByteArray &secret) const
    {
        const Credential credential { user, std::make_shared<const Secret>(secret) };
        return QCoro::waitFor(probeDaemonLogin(evidence, hostNamed(m_sandbox->basicRegistry()), credential, m_surroundings, std::make_shared<Stop>()));
    }
    void setHost(const QString &address) { m_surroundings.environment.insert(text("DOCKER_HOST"), address); }

private Q_SLOTS:
    void initTestCase()
    {
        m_sandbox = std::make_unique<Sandbox>(Parts { Part::BasicRegistry, Part::Docker, Part::Podman });
        QVERIFY2(m_sandbox->start(), qPrintable(m_sandbox->error()));
    }

    void cleanupTestCase() { m_sandbox.reset(); }

    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        m_surroundings = {};
        m_surroundings.home = at("home");
        m_surroundings.dockerSocket = at("docker.sock");
        m_surroundings.podmanSocket = at("podman/podman.sock");
        m_surroundings.systemdFolder = at("systemd");
        m_surroundings.limit = std::chrono::milliseconds(5000);
        QProcessEnvironment &environment = m_surroundings.environment;
        environment.clear();
        environment.insert(text("PATH"), at("bin") + text(":/usr/local/bin:/usr/bin:/bin"));
        environment.insert(text("HOME"), at("home"));
        environment.insert(text("XDG_RUNTIME_DIR"), at("run"));
        for (const char *folder : { "home", "run", "bin", "podman" })
            QVERIFY(QDir().mkpath(at(folder)));
    }

    void theRealDockerd()
    {
        setHost(m_sandbox->docker().address());
        const DaemonEvidence evidence = probe(m_sandbox->basicRegistry());
        QCOMPARE(evidence.state, text("reached"));
        QCOMPARE(evidence.engine, text("docker"));
        QCOMPARE(evidence.endpointFrom, text("DOCKER_HOST"));
        QVERIFY(evidence.onThisMachine);
        QVERIFY2(evidence.goVersion.startsWith(text("go1.")), qPrintable(evidence.goVersion));
        QVERIFY(!evidence.version.isEmpty());
        QVERIFY2(qAbs(evidence.clockOffsetSeconds) <= 2, qPrintable(QString::number(evidence.clockOffsetSeconds)));
        QVERIFY(evidence.insecureEntries.contains(text("127.0.0.0/8")));
        QVERIFY(evidence.insecure); // localhost is in that range
        QVERIFY(!probe(text("192.0.2.7:5000")).insecure);

        const auto right = login(evidence, m_sandbox->basicSignIn().userName, m_sandbox->basicSignIn().password.toUtf8());
        QVERIFY2(right.ok(), qPrintable(right.said));
        const auto wrong = login(evidence, m_sandbox->basicSignIn().userName, "quite wrong");
        QVERIFY(wrong.made && !wrong.ok());
        QVERIFY2(wrong.said.contains(text("401 Unauthorized")), qPrintable(wrong.said));
    }

    void theRealPodmanService()
    {
        setHost(m_sandbox->podman().address());
        const DaemonEvidence evidence = probe();
        QCOMPARE(evidence.state, text("reached"));
        QCOMPARE(evidence.engine, text("podman"));
        QVERIFY2(qAbs(evidence.clockOffsetSeconds) <= 2, qPrintable(QString::number(evidence.clockOffsetSeconds)));
        const auto right = login(evidence, m_sandbox->basicSignIn().userName, m_sandbox->basicSignIn().password.toUtf8());
        QVERIFY2(right.ok(), qPrintable(right.said));
        const auto wrong = login(evidence, m_sandbox->basicSignIn().userName, "quite wrong");
        QVERIFY(wrong.made && !wrong.ok());
    }

    void podmansSocketStandsInForDockers()
    {
        QVERIFY(QFile::link(m_sandbox->podman().socketFile(), m_surroundings.podmanSocket));
        const DaemonEvidence evidence = probe();
        QCOMPARE(evidence.state, text("reached"));
        QCOMPARE(evidence.engine, text("podman"));
        QCOMPARE(evidence.endpoint, text("unix://") + m_surroundings.podmanSocket);
        const auto right = login(evidence, m_sandbox->basicSignIn().userName, m_sandbox->basicSignIn().password.toUtf8());
        QVERIFY2(right.ok(), qPrintable(right.said));
    }

    void overSsh()
    {
        // Does what sshd would, on this machine: runs what stands behind the host.
        QFile ssh(at("bin/ssh"));
        QVERIFY(ssh.open(QIODevice::WriteOnly));
        ssh.write("#!/bin/sh\necho \"$@\" >\"$HOME/asked\"\nwhile [ \"$1\" != -- ]; do shift; done\nshift 2\nexport DOCKER_HOST=" + m_sandbox->docker().address().toUtf8() + "\nexec \"$@\"\n");
        ssh.close();
        QVERIFY(ssh.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        setHost(text("ssh://jo@build:2222"));
        const DaemonEvidence evidence = probe();
        QCOMPARE(evidence.state, text("reached"));
        QVERIFY(!evidence.onThisMachine);
        QFile asked(at("home/asked"));
        QVERIFY(asked.open(QIODevice::ReadOnly));
        QCOMPARE(asked.readAll().trimmed(), QByteArray("-o ConnectTimeout=30 -o BatchMode=yes -T -l jo -p 2222 -- build docker system dial-stdio"));
    }

    void sshThatIsRefused()
    {
        QFile ssh(at("bin/ssh"));
        QVERIFY(ssh.open(QIODevice::WriteOnly));
        ssh.write("#!/bin/sh\necho 'jo@build: Permission denied (publickey).' >&2\nexit 255\n");
        ssh.close();
        QVERIFY(ssh.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        setHost(text("ssh://jo@build"));
        const DaemonEvidence evidence = probe();
        QCOMPARE(evidence.state, text("denied"));
        QVERIFY2(evidence.problem.contains(text("publickey")), qPrintable(evidence.problem));
    }

    void overTls()
    {
        test::TestCertificates certificates(at("home"));
        const test::TestCertificate authority = certificates.authority();
        test::TestServer server(certificates.issue(authority));
        server.answer("/_ping", [] { auto answer = test::Answer::text(200, "OK"); answer.with("Api-Version", "1.41"); return answer; }());
        server.answer("/v1.41/info", test::Answer::json(200, "{\"HttpProxy\":\"http://u:p@proxy:1\"}"));
        server.answer("/v1.41/version", test::Answer::json(200, "{\"Version\":\"1\"}"));
        setHost(text("tcp://localhost:%1").arg(server.serverPort()));
        m_surroundings.environment.insert(text("DOCKER_TLS_VERIFY"), text("1"));
        QVERIFY(QDir().mkpath(at("certs")));
        m_surroundings.environment.insert(text("DOCKER_CERT_PATH"), at("certs"));
        QCOMPARE(probe().state, text("refused")); // by what this machine trusts it is nobody's
        QVERIFY(QFile::copy(authority.certificateFile, at("certs/ca.pem")));
        const DaemonEvidence evidence = probe();
        QCOMPARE(evidence.state, text("reached"));
        QCOMPARE(evidence.httpProxy, text("http://proxy:1"));
        QCOMPARE(evidence.version, text("1"));
    }

    void whereNoEngineIs_data()
    {
        QTest::addColumn<QByteArray>("scene");
        QTest::addColumn<QString>("state");
        QTest::newRow("nobody asked for one") << QByteArray("none") << text("none");
        QTest::newRow("a variable names it") << QByteArray("variable") << text("absent");
        QTest::newRow("the service is switched on") << QByteArray("switched on") << text("absent");
        QTest::newRow("the context is gone") << QByteArray("context") << text("absent");
        QTest::newRow("a socket that nobody listens on") << QByteArray("dead") << text("refused");
        QTest::newRow("a port that nobody listens on") << QByteArray("port") << text("refused");
    }

    void whereNoEngineIs()
    {
        QFETCH(QByteArray, scene);
        QFETCH(QString, state);
        if (scene == "variable")
            setHost(text("unix://") + at("elsewhere.sock"));
        if (scene == "switched on") {
            QVERIFY(QDir().mkpath(at("systemd/sockets.target.wants")));
            QVERIFY(QFile::link(text("/nowhere"), at("systemd/sockets.target.wants/docker.socket")));
        }
        if (scene == "context")
            m_surroundings.environment.insert(text("DOCKER_CONTEXT"), text("gone"));
        if (scene == "dead") {
            // Bound and never listened on: what a killed engine leaves behind.
            sockaddr_un address { AF_UNIX, {} };
            const QByteArray path = QFile::encodeName(m_surroundings.dockerSocket);
            QVERIFY(path.size() < static_cast<qsizetype>(sizeof address.sun_path));
            std::copy(path.begin(), path.end(), address.sun_path);
            const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
            QCOMPARE(::bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
            ::close(socket);
        }
        if (scene == "port") {
            QTcpServer closed;
            QVERIFY(closed.listen(QHostAddress::LocalHost));
            setHost(text("tcp://127.0.0.1:%1").arg(closed.serverPort()));
        }
        const DaemonEvidence evidence = probe();
        QCOMPARE(evidence.state, state);
        QCOMPARE(evidence.otherEndpoint, QString());
    }

    void anotherEngineThatAnswersIsNamed()
    {
        QVERIFY(QFile::link(m_sandbox->docker().socketFile(), m_surroundings.dockerSocket));
        setHost(text("unix://") + at("home/.docker/desktop/docker.sock"));
        const DaemonEvidence evidence = probe();
        QCOMPARE(evidence.state, text("absent"));
        QCOMPARE(evidence.otherEndpoint, text("unix://") + m_surroundings.dockerSocket);
    }

    void aSocketOfAnothersIsDenied()
    {
        FalseEngine engine(m_surroundings.dockerSocket, "hangs");
        QVERIFY(QFile(m_surroundings.dockerSocket).setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY(QFile(m_place->path()).setPermissions(QFile::Permissions(0x7755)));
        const DaemonSurroundings surroundings = m_surroundings;
        const test::ChildOutcome outcome = test::asNobody([&]() -> Result<void> {
            const DaemonEvidence evidence = QCoro::waitFor(probeDaemon(hostNamed(text("reg.example.com")), surroundings, std::make_shared<SystemClock>(), std::make_shared<Stop>()));
            if (evidence.state == text("denied"))
                return fail({ .kind = Kind::Denied });
            return {};
        });
        QVERIFY(outcome.prepared);
        QCOMPARE(outcome.kind, Kind::Denied);
    }

    void falseEngines_data()
    {
        QTest::addColumn<QByteArray>("manner");
        QTest::addColumn<QString>("state");
        const auto row = [](const char *manner, const char *state) { QTest::newRow(manner) << QByteArray(manner) << text(state); };
        row("hangs", "timeout");
        row("drips", "timeout");
        row("reset", "not-an-engine");
        row("closes", "not-an-engine");
        row("other", "not-an-engine");
        row("not found", "not-an-engine");
        row("short", "not-an-engine");
        row("10 MB", "not-an-engine");
        row("chunks for ever", "not-an-engine");
        row("strange info", "reached");
    }

    void falseEngines()
    {
        QFETCH(QByteArray, manner);
        QFETCH(QString, state);
        FalseEngine engine(m_surroundings.dockerSocket, manner);
        m_surroundings.limit = std::chrono::milliseconds(700);
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(probe().state, state);
        QVERIFY(clock.elapsed() < 4000);
    }

    void stopEndsIt()
    {
        FalseEngine engine(m_surroundings.dockerSocket, "hangs");
        const auto stop = std::make_shared<Stop>();
        QTimer::singleShot(50, stop.get(), &Stop::stop);
        QElapsedTimer clock;
        clock.start();
        QCoro::waitFor(probeDaemon(hostNamed(text("reg.example.com")), m_surroundings, std::make_shared<SystemClock>(), stop));
        QVERIFY(clock.elapsed() < 2000);
    }
};

QTEST_GUILESS_MAIN(TestDaemonProbe)
#include "test_daemon_probe.moc"
