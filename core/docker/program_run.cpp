#include "core/docker/program_run.h"

#include "core/async/later.h"
#include "core/base/secret.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <csignal>
#include <unistd.h>
#endif

namespace wharf::docker {

namespace {

using End = ProgramOutcome::End;

/// One run on its way. Ends exactly once; the outcome is given from the event loop, never from within a signal of its process.
class Run final : public QObject, public std::enable_shared_from_this<Run> {
public:
    Run(ProgramCall call, std::shared_ptr<Stop> stop) : m_call(std::move(call)), m_stop(std::move(stop))
    {
        connect(&m_process, &QProcess::readyReadStandardOutput, this, &Run::readOutput);
        connect(&m_process, &QProcess::readyReadStandardError, this, &Run::readErrors);
        connect(&m_process, &QProcess::errorOccurred, this, &Run::processFailed);
        connect(&m_process, &QProcess::finished, this, &Run::processEnded);
        connect(&m_limit, &QTimer::timeout, this, [this] { end(End::TimedOut); });
        if (m_stop)
            connect(m_stop.get(), &Stop::stopped, this, [this] { end(End::Stopped); });
        m_limit.setSingleShot(true);
    }

    ~Run() override { wipe(m_outcome.output); }

    void start()
    {
        m_clock.start();
        if (m_stop && m_stop->isStopped()) {
            end(End::Stopped);
            return;
        }
        m_process.setProcessEnvironment(m_call.environment);
#ifdef Q_OS_UNIX
        // A group of its own, so that what a helper started ends with it.
        m_process.setChildProcessModifier([] { ::setpgid(0, 0); });
#endif
        m_limit.start(m_call.limit);
        m_process.start(m_call.program, m_call.arguments);
        if (m_ended)
            return;
        m_process.write(m_call.input);
        wipe(m_call.input);
        m_process.closeWriteChannel();
    }

    /// Set once the outcome is there to be taken: it holds a secret perhaps, and is never copied.
    [[nodiscard]] Later<bool> &ended() { return m_later; }
    [[nodiscard]] ProgramOutcome take() { return std::exchange(m_outcome, {}); }

private:
    void readOutput()
    {
        QByteArray more = m_process.readAllStandardOutput();
        if (m_outcome.output.size() + more.size() > m_call.outputLimit) {
            wipe(more);
            end(End::TooMuch);
            return;
        }
        if (m_outcome.output.capacity() < m_outcome.output.size() + more.size()) {
            // Growing in place would leave an unwiped copy behind.
            QByteArray larger;
            larger.reserve(std::max<qsizetype>(4096, (m_outcome.output.size() + more.size()) * 2));
            larger.append(m_outcome.output);
            wipe(m_outcome.output);
            m_outcome.output = std::move(larger);
        }
        m_outcome.output.append(more);
        wipe(more);
    }

    void readErrors()
    {
        constexpr qsizetype enough = 64 * 1024;
        m_outcome.errors.append(m_process.readAllStandardError());
        m_outcome.errors.truncate(enough);
    }

    void processFailed(QProcess::ProcessError error)
    {
        if (error == QProcess::FailedToStart)
            end(End::NotStarted);
        // A crash is told by finished(); a pipe that closed early is the program's own affair.
    }

    void processEnded(int exitStatus, QProcess::ExitStatus how)
    {
        readOutput();
        readErrors();
        m_outcome.exitStatus = exitStatus;
        end(how == QProcess::NormalExit ? End::Exited : End::Crashed);
    }

    void end(End how)
    {
        if (m_ended)
            return;
        m_ended = true;
        m_limit.stop();
        m_outcome.end = how;
        m_outcome.milliseconds = m_clock.elapsed();
        killAll();
        QMetaObject::invokeMethod(this, [self = shared_from_this()] { self->give(); }, Qt::QueuedConnection);
    }

    void killAll()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
#ifdef Q_OS_UNIX
        if (m_process.processId() > 0)
            ::kill(-static_cast<pid_t>(m_process.processId()), SIGKILL);
#endif
        m_process.kill();
    }

    void give()
    {
        m_process.disconnect(this);
        if (m_process.state() != QProcess::NotRunning)
            m_process.waitForFinished(1000); // killed a moment ago
        m_later.set(true);
    }

    ProgramCall m_call;
    std::shared_ptr<Stop> m_stop;
    QProcess m_process;
    QTimer m_limit;
    QElapsedTimer m_clock;
    ProgramOutcome m_outcome;
    Later<bool> m_later;
    bool m_ended = false;
};

} // namespace

Task<ProgramOutcome> runProgram(ProgramCall call, std::shared_ptr<Stop> stop)
{
    const auto run = std::make_shared<Run>(std::move(call), std::move(stop));
    run->start();
    static_cast<void>(co_await run->ended());
    co_return run->take();
}

FoundProgram findProgram(const QString &name, const QProcessEnvironment &environment)
{
    FoundProgram found;
#ifdef Q_OS_WIN
    const QStringList names { name + QLatin1String(".exe"), name + QLatin1String(".cmd"), name + QLatin1String(".bat") };
#else
    const QStringList names { name };
#endif
    const QStringList folders = environment.value(QStringLiteral("PATH")).split(QDir::listSeparator(), Qt::SkipEmptyParts);
    for (const QString &folder : folders) {
        for (const QString &each : names) {
            const QFileInfo file(folder + QLatin1Char('/') + each);
            if (!QDir::isAbsolutePath(folder) || !file.isFile())
                continue;
            if (file.isExecutable()) {
                found.path = file.filePath();
                return found;
            }
            if (found.notExecutable.isEmpty())
                found.notExecutable = file.filePath();
        }
    }
    return found;
}

} // namespace wharf::docker
