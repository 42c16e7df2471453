#include "tests/sandbox/readiness.h"

#include "tests/sandbox/kept_process.h"

#include <QDeadlineTimer>
#include <QLocalSocket>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QThread>

namespace wharf::sandbox {

namespace {

constexpr int answerMilliseconds = 3000;

QString lastLines(const QByteArray &log)
{
    const QByteArrayList lines = log.trimmed().split('\n');
    return QString::fromUtf8(lines.mid(qMax<qsizetype>(0, lines.size() - 3)).join('\n'));
}

int statusOver(QIODevice &connection, const QByteArray &path)
{
    connection.write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    const QDeadlineTimer limit(answerMilliseconds);
    while (!connection.canReadLine() && !limit.hasExpired()) {
        if (!connection.waitForReadyRead(static_cast<int>(limit.remainingTime())))
            break;
    }
    return connection.readLine().split(' ').value(1).toInt();
}

} // namespace

QString waitUntilReady(KeptProcess &process, const std::function<bool()> &ready, int seconds)
{
    constexpr unsigned long betweenTriesMilliseconds = 20;
    const QDeadlineTimer limit(seconds * 1000);
    while (true) {
        if (!process.isRunning())
            return QStringLiteral("%1 ended with status %2 before it was ready:\n%3").arg(process.name()).arg(process.exitStatus()).arg(lastLines(process.log()));
        if (ready())
            return {};
        if (limit.hasExpired())
            return QStringLiteral("%1 was not ready after %2 seconds:\n%3").arg(process.name()).arg(seconds).arg(lastLines(process.log()));
        QThread::msleep(betweenTriesMilliseconds);
    }
}

int httpStatus(quint16 port, const QByteArray &path, const QByteArray &ca)
{
    QSslSocket socket;
    if (ca.isEmpty()) {
        socket.connectToHost(QStringLiteral("127.0.0.1"), port);
        return socket.waitForConnected(answerMilliseconds) ? statusOver(socket, path) : 0;
    }
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(QSslCertificate::fromData(ca));
    socket.setSslConfiguration(tls);
    socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
    return socket.waitForEncrypted(answerMilliseconds) ? statusOver(socket, path) : 0;
}

int httpStatusOnSocket(const QString &socketFile, const QByteArray &path)
{
    QLocalSocket socket;
    socket.connectToServer(socketFile);
    return socket.waitForConnected(answerMilliseconds) ? statusOver(socket, path) : 0;
}

} // namespace wharf::sandbox
