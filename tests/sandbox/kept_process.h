#pragma once

#include <QByteArray>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>

#include <optional>

namespace wharf::sandbox {

/// How to start one of the sandbox's programs.
struct Launch {
    QString name;    ///< names its log
    QString program; ///< absolute; see findProgram()
    QStringList arguments;
    QProcessEnvironment environment;
    QByteArray feed; ///< what the program reads on standard input; at most 64 KiB
    bool asRoot = false; ///< through sudo where this process is not root; mounts stay in a namespace of their own
};

/// A program that ends with us, however we end: wharf-sandbox-keeper stands between, and a pipe tells it that we live.
class KeptProcess {
public:
    /// `lockFile` exists and is held for as long as anything of the program lives; the log goes to `logFile`.
    KeptProcess(const Launch &launch, const QString &lockFile, const QString &logFile);
    KeptProcess(const KeptProcess &) = delete;
    KeptProcess &operator=(const KeptProcess &) = delete;
    ~KeptProcess();

    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] bool isRunning();
    /// After it ended: 125 where it could not be run, 128 where a signal ended it, -1 where one ended its keeper.
    [[nodiscard]] int exitStatus() const;
    /// Everything it printed so far.
    [[nodiscard]] QByteArray log() const;
    /// Lets go of the pipe. The program is asked to end, then killed; wait() says when.
    void letGo();
    /// Ends it at once with SIGKILL, and blocks until it has ended.
    void kill();
    /// Blocks until it and all it started have ended.
    void wait();

private:
    QString m_name;
    QString m_logFile;
    QProcess m_process;
};

/// Runs wharf-sandbox-keeper with a pipe that ends when `process` does. `asRoot`: through sudo where this process is not root.
void startKeeper(QProcess &process, const QStringList &arguments, bool asRoot);

/// On the PATH, or where daemons live. None where it is not installed.
[[nodiscard]] std::optional<QString> findProgram(const QString &name);

} // namespace wharf::sandbox
