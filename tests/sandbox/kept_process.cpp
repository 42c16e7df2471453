#include "tests/sandbox/kept_process.h"

#include <QFile>
#include <QStandardPaths>

#include <unistd.h>

namespace wharf::sandbox {

namespace {

// Longer than the keeper's own patience.
constexpr int endMilliseconds = 20'000;

} // namespace

KeptProcess::KeptProcess(const Launch &launch, const QString &lockFile, const QString &logFile)
    : m_name(launch.name)
    , m_logFile(logFile)
{
    QStringList arguments { QStringLiteral("keep"), lockFile };
    if (!launch.feed.isEmpty())
        arguments << QStringLiteral("--feed") << QString::number(launch.feed.size());
    if (launch.asRoot)
        arguments << QStringLiteral("--private-mounts");
    arguments << QStringLiteral("--") << launch.program << launch.arguments;
    m_process.setProcessEnvironment(launch.environment);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(logFile, QIODevice::Append);
    startKeeper(m_process, arguments, launch.asRoot);
    if (!launch.feed.isEmpty()) {
        m_process.write(launch.feed);
        m_process.waitForBytesWritten();
    }
}

KeptProcess::~KeptProcess()
{
    letGo();
    wait();
}

bool KeptProcess::isRunning()
{
    // A QProcess that nobody runs an event loop for learns of the end only when it is asked.
    return m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(0);
}

int KeptProcess::exitStatus() const
{
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

QByteArray KeptProcess::log() const
{
    QFile file(m_logFile);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void KeptProcess::letGo()
{
    m_process.closeWriteChannel();
}

void KeptProcess::kill()
{
    // The kernel kills the program when its keeper goes.
    m_process.kill();
    wait();
}

void KeptProcess::wait()
{
    if (m_process.state() != QProcess::NotRunning)
        m_process.waitForFinished(endMilliseconds);
}

void startKeeper(QProcess &process, const QStringList &arguments, bool asRoot)
{
    const QString keeper = QStringLiteral(WHARF_SANDBOX_KEEPER);
    if (asRoot && ::geteuid() != 0) {
        // sudo keeps no environment, so it is given again.
        const QStringList environment = process.processEnvironment().toStringList();
        process.start(QStringLiteral("sudo"),
                      QStringList { QStringLiteral("-n"), QStringLiteral("env"), QStringLiteral("-i") } + environment + QStringList { keeper } + arguments);
    } else {
        process.start(keeper, arguments);
    }
    process.waitForStarted();
}

std::optional<QString> findProgram(const QString &name)
{
    QString found = QStandardPaths::findExecutable(name);
    if (found.isEmpty())
        found = QStandardPaths::findExecutable(name, { QStringLiteral("/usr/sbin"), QStringLiteral("/sbin"), QStringLiteral("/usr/local/sbin") });
    return found.isEmpty() ? std::nullopt : std::optional(found);
}

} // namespace wharf::sandbox
