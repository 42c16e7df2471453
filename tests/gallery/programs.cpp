#include "tests/gallery/programs.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QTcpSocket>
#include <QThread>

#include <csignal>
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace wharf::gallery {

namespace {

void stand(Side side)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (side == Side::Servers)
        return;
    const int network = ::open("/run/netns/client", O_RDONLY | O_CLOEXEC);
    if (network < 0 || ::setns(network, CLONE_NEWNET) != 0)
        ::_exit(126);
}

void prepare(QProcess &process, Side side, const QStringList &command, const QProcessEnvironment &environment)
{
    // The folder that the gallery was called in may lie under one of the stage's own mounts; HAProxy ends where it finds none.
    process.setWorkingDirectory(QStringLiteral("/"));
    process.setProcessEnvironment(environment);
    process.setChildProcessModifier([side] { stand(side); });
    process.setProgram(command.first());
    process.setArguments(command.mid(1));
}

void awaitThat(QProcess &server, const QString &what, const std::function<bool()> &there)
{
    const QDeadlineTimer limit(10'000);
    while (!there()) {
        server.waitForFinished(1);
        if (server.state() == QProcess::NotRunning || limit.hasExpired())
            throw Broken { QStringLiteral("%1 is not there: %2").arg(what, server.program()) };
        QThread::msleep(4);
    }
}

} // namespace

Programs::Programs(QString folder)
    : m_folder(std::move(folder))
{
    QDir().mkpath(m_folder + QLatin1String("/logs"));
}

Programs::~Programs()
{
    for (const auto &server : m_servers)
        server->kill();
    for (const auto &server : m_servers)
        server->waitForFinished();
}

QProcessEnvironment Programs::plainEnvironment()
{
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("PATH"), QStringLiteral("/run/gallery/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
    environment.insert(QStringLiteral("HOME"), QStringLiteral("/root"));
    environment.insert(QStringLiteral("LANG"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("TMPDIR"), QStringLiteral("/run/gallery/tmp"));
    return environment;
}

Said Programs::run(Side side, const QStringList &command, const QByteArray &input, const QProcessEnvironment &environment, int seconds) const
{
    QProcess process;
    prepare(process, side, command, environment);
    process.start();
    Said said;
    if (!process.waitForStarted()) {
        said.err = process.program().toUtf8() + " did not start: " + process.errorString().toUtf8();
        return said;
    }
    process.write(input);
    process.closeWriteChannel();
    const bool ended = process.waitForFinished(seconds * 1000);
    if (!ended) {
        process.kill();
        process.waitForFinished();
    }
    said.out = process.readAllStandardOutput();
    said.err = process.readAllStandardError();
    if (ended && process.exitStatus() == QProcess::NormalExit)
        said.exitStatus = process.exitCode();
    return said;
}

QProcess &Programs::serve(Side side, const QString &name, const QStringList &command, const QProcessEnvironment &environment)
{
    m_servers.push_back(std::make_unique<QProcess>());
    QProcess &server = *m_servers.back();
    prepare(server, side, command, environment);
    server.setProcessChannelMode(QProcess::MergedChannels);
    server.setStandardOutputFile(m_folder + QLatin1String("/logs/") + name, QIODevice::Append);
    server.setStandardInputFile(QProcess::nullDevice());
    server.start();
    if (!server.waitForStarted())
        throw Broken { QStringLiteral("%1 did not start: %2").arg(name, server.errorString()) };
    return server;
}

void Programs::awaitPort(QProcess &server, quint16 port, const QString &address)
{
    awaitThat(server, QStringLiteral("%1:%2").arg(address).arg(port), [&] {
        QTcpSocket socket;
        socket.connectToHost(address, port);
        return socket.waitForConnected(200);
    });
}

void Programs::awaitFile(QProcess &server, const QString &path)
{
    awaitThat(server, path, [&] { return QFile::exists(path); });
}

void Programs::end(QProcess &server)
{
    server.terminate();
    if (!server.waitForFinished(3000)) {
        server.kill();
        server.waitForFinished();
    }
}

} // namespace wharf::gallery
