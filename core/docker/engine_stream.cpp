#include "core/docker/engine_stream.h"

#include "core/docker/program_run.h"

#include <QFile>
#include <QLocalSocket>
#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <csignal>
#include <unistd.h>
#endif

namespace wharf::docker {

namespace {

using Way = EngineEndpoint::Way;

QSslConfiguration tlsFor(const EngineEndpoint &endpoint)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    if (!endpoint.caFile.isEmpty())
        tls.setCaCertificates(QSslCertificate::fromPath(endpoint.caFile)); // its own authority alone, as Docker does
    if (!endpoint.certFile.isEmpty()) {
        tls.setLocalCertificateChain(QSslCertificate::fromPath(endpoint.certFile));
        if (QFile file(endpoint.keyFile); file.open(QIODevice::ReadOnly)) {
            const QByteArray pem = file.readAll();
            QSslKey key(pem, QSsl::Rsa);
            if (key.isNull())
                key = QSslKey(pem, QSsl::Ec);
            tls.setPrivateKey(key);
        }
    }
    if (!endpoint.verify)
        tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    return tls;
}

// docker/cli, cli/connhelper. BatchMode: nobody is there to type a password.
QStringList sshArguments(const EngineEndpoint &endpoint)
{
    QStringList arguments { QStringLiteral("-o"), QStringLiteral("ConnectTimeout=30"), QStringLiteral("-o"), QStringLiteral("BatchMode=yes"), QStringLiteral("-T") };
    if (!endpoint.userName.isEmpty())
        arguments << QStringLiteral("-l") << endpoint.userName;
    if (endpoint.port > 0)
        arguments << QStringLiteral("-p") << QString::number(endpoint.port);
    arguments << QStringLiteral("--") << endpoint.host << QStringLiteral("docker");
    if (endpoint.path.size() > 1)
        arguments << QStringLiteral("--host=unix://") + endpoint.path;
    return arguments << QStringLiteral("system") << QStringLiteral("dial-stdio");
}

} // namespace

EngineStream::EngineStream(EngineEndpoint endpoint, QProcessEnvironment environment, QObject *parent)
    : QObject(parent), m_endpoint(std::move(endpoint)), m_environment(std::move(environment))
{
}

EngineStream::~EngineStream()
{
    abort();
}

void EngineStream::open()
{
    if (!m_endpoint.problem.isEmpty() || m_endpoint.way == Way::Unknown)
        fail(Kind::Invalid, m_endpoint.problem.isEmpty() ? QStringLiteral("address") : m_endpoint.problem);
    else if (m_endpoint.way == Way::LocalSocket)
        openLocal();
    else if (m_endpoint.way == Way::Tcp)
        openTcp();
    else
        openSsh();
}

void EngineStream::abort()
{
    m_over = true;
    if (!m_device)
        return;
    m_device->disconnect(this);
    if (auto *ssh = qobject_cast<QProcess *>(m_device); ssh && ssh->state() != QProcess::NotRunning) {
#ifdef Q_OS_UNIX
        if (ssh->processId() > 0)
            ::kill(-static_cast<pid_t>(ssh->processId()), SIGKILL);
#endif
        ssh->kill();
        ssh->waitForFinished(1000); // killed a moment ago
    } else if (auto *local = qobject_cast<QLocalSocket *>(m_device)) {
        local->abort();
    } else if (auto *tcp = qobject_cast<QAbstractSocket *>(m_device)) {
        tcp->abort();
    }
}

void EngineStream::fail(Kind kind, const QString &subject, const QString &said)
{
    if (std::exchange(m_over, true))
        return;
    const Failure failure { .stage = Stage::Daemon, .kind = kind, .serverSaid = cleanServerText(said), .subject = subject };
    QMetaObject::invokeMethod(this, [this, failure] { Q_EMIT failed(failure); }, Qt::QueuedConnection);
}

void EngineStream::openLocal()
{
    auto *socket = new QLocalSocket(this);
    m_device = socket;
    connect(socket, &QLocalSocket::connected, this, &EngineStream::connected, Qt::QueuedConnection);
    connect(socket, &QLocalSocket::errorOccurred, this, [this, socket](QLocalSocket::LocalSocketError error) {
        const QString path = m_endpoint.path;
        switch (error) {
        case QLocalSocket::PeerClosedError: Q_EMIT closed(); break;
        case QLocalSocket::ServerNotFoundError: fail(Kind::Absent, path); break;
        case QLocalSocket::SocketAccessError: fail(Kind::Denied, path); break;
        default: fail(Kind::Offline, path, socket->errorString()); break;
        }
    });
    socket->connectToServer(m_endpoint.path);
}

void EngineStream::openTcp()
{
    auto *socket = new QSslSocket(this);
    m_device = socket;
    connect(socket, &QAbstractSocket::errorOccurred, this, [this, socket](QAbstractSocket::SocketError error) {
        const QString host = m_endpoint.host;
        switch (error) {
        case QAbstractSocket::RemoteHostClosedError: Q_EMIT closed(); break;
        case QAbstractSocket::HostNotFoundError: fail(Kind::Absent, host); break;
        case QAbstractSocket::SslHandshakeFailedError: fail(Kind::Tls, host, socket->errorString()); break;
        default: fail(Kind::Offline, host, socket->errorString()); break;
        }
    });
    const auto port = static_cast<quint16>(m_endpoint.port);
    if (!m_endpoint.tls) {
        connect(socket, &QAbstractSocket::connected, this, &EngineStream::connected);
        socket->connectToHost(m_endpoint.host, port);
        return;
    }
    connect(socket, &QSslSocket::encrypted, this, &EngineStream::connected);
    socket->setSslConfiguration(tlsFor(m_endpoint));
    socket->connectToHostEncrypted(m_endpoint.host, port);
}

void EngineStream::openSsh()
{
    const QString program = findProgram(QStringLiteral("ssh"), m_environment).path;
    if (program.isEmpty()) {
        fail(Kind::Absent, QStringLiteral("ssh"));
        return;
    }
    auto *ssh = new QProcess(this);
    m_device = ssh;
    ssh->setProcessEnvironment(m_environment);
#ifdef Q_OS_UNIX
    ssh->setChildProcessModifier([] { ::setpgid(0, 0); });
#endif
    connect(ssh, &QProcess::started, this, &EngineStream::connected, Qt::QueuedConnection);
    connect(ssh, &QProcess::errorOccurred, this, [this, ssh](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(Kind::Absent, QStringLiteral("ssh"), ssh->errorString());
    });
    connect(ssh, &QProcess::finished, this, [this, ssh](int exitStatus) {
        const QString said = QString::fromUtf8(ssh->readAllStandardError());
        if (exitStatus == 0)
            Q_EMIT closed();
        else // ssh's own trouble is 255: name, key, password
            fail(said.contains(QLatin1String("Permission denied")) ? Kind::Denied : Kind::Offline, m_endpoint.host, said);
    });
    ssh->start(program, sshArguments(m_endpoint));
}

} // namespace wharf::docker
