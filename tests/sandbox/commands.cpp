#include "tests/sandbox/commands.h"

#include "tests/sandbox/description.h"
#include "tests/sandbox/gitlab/world_json.h"
#include "tests/sandbox/lifeline.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QThread>

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace wharf::sandbox {

namespace {

enum ExitStatus { Well = 0, No = 1, Usage = 2, CouldNot = 3 };

struct Options {
    QString command;
    QString folder;
    Parts parts = allParts();
    QString worldFile;
    bool keepRunning = false;
};

int complain(ExitStatus status, const QString &text)
{
    std::fprintf(stderr, "wharf-sandbox: %s\n", qUtf8Printable(text));
    return status;
}

std::optional<Options> readOptions(const QStringList &words, QString *error)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Registries behind a GitLab stand-in, dockerd, podman and a keyring, on loopback, in a folder of their own."));
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("command"), QStringLiteral("start, stop or status"));
    const QCommandLineOption only(QStringLiteral("only"),
                                  QStringLiteral("Start these alone: gitlab, registry, registry-plain, registry-basic, docker, podman, keyring, registry-open (with commas)."), QStringLiteral("parts"));
    const QCommandLineOption dir(QStringLiteral("dir"), QStringLiteral("The sandbox's folder: empty, or none yet. It is removed at the end."), QStringLiteral("folder"),
                                 QDir::tempPath() + QStringLiteral("/wharf-sandbox-%1").arg(::getuid()));
    const QCommandLineOption world(QStringLiteral("world"), QStringLiteral("GitLab's users, projects and tokens, as GET /_sandbox/world writes them, in place of the demo's."), QStringLiteral("file"));
    const QCommandLineOption foreground(QStringLiteral("foreground"), QStringLiteral("Stay until Ctrl+C."));
    const QCommandLineOption keepRunning(QStringLiteral("keep-running"), QStringLiteral("Live on when the shell or script that called has ended; only stop ends it."));
    parser.addOptions({ only, dir, world, foreground, keepRunning });
    if (!parser.parse(QStringList { QCoreApplication::applicationName() } + words)) {
        *error = parser.errorText();
        return std::nullopt;
    }
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp();
    Options options;
    options.command = parser.positionalArguments().join(QLatin1Char(' '));
    options.folder = QDir::cleanPath(QDir(parser.value(dir)).absolutePath());
    options.worldFile = parser.value(world);
    options.keepRunning = parser.isSet(keepRunning);
    if (parser.isSet(only)) {
        options.parts.clear();
        for (const QString &name : parser.value(only).split(QLatin1Char(','), Qt::SkipEmptyParts)) {
            const auto part = partFromName(name);
            if (!part) {
                *error = QStringLiteral("There is no part \"%1\".").arg(name);
                return std::nullopt;
            }
            options.parts.insert(*part);
        }
    }
    return options;
}

std::optional<DemoWorld> worldOf(const Options &options, QString *error)
{
    if (options.worldFile.isEmpty())
        return demoWorld();
    QFile file(options.worldFile);
    if (!file.open(QIODevice::ReadOnly)) {
        *error = QStringLiteral("%1 cannot be read: %2").arg(options.worldFile, file.errorString());
        return std::nullopt;
    }
    const QJsonDocument json = QJsonDocument::fromJson(file.readAll());
    auto world = json.isObject() ? worldFromJson(json.object(), error) : std::nullopt;
    if (!world) {
        *error = QStringLiteral("%1: %2").arg(options.worldFile, error->isEmpty() ? QStringLiteral("not a JSON object") : *error);
        return std::nullopt;
    }
    return DemoWorld { std::move(*world), {} };
}

QString greeting(const Sandbox &sandbox)
{
    QString text = QStringLiteral("The sandbox runs in %1.\n").arg(sandbox.folder().path());
    const auto line = [&](const char *name, const QString &value) {
        if (!value.isEmpty())
            text += QStringLiteral("  %1 %2\n").arg(QLatin1String(name), -15).arg(value);
    };
    if (sandbox.parts().contains(Part::GitLab))
        line("gitlab", sandbox.gitlab().url().toString());
    line("registry", sandbox.registry());
    line("registry-plain", sandbox.plainRegistry());
    line("registry-basic", sandbox.basicRegistry());
    line("registry-open", sandbox.openRegistry());
    if (sandbox.parts().contains(Part::Docker))
        line("docker", sandbox.docker().address());
    if (sandbox.parts().contains(Part::Podman))
        line("podman", sandbox.podman().address());
    if (sandbox.parts().contains(Part::Keyring))
        line("keyring", sandbox.keyring().busAddress());
    return text
        + QStringLiteral("Credentials and all else: %1\nEnter it with: . %2\nEnd it with: wharf-sandbox stop --dir %3\n")
              .arg(sandbox.folder().stateFile(), sandbox.folder().environmentFile(), sandbox.folder().path());
}

/// The first byte is the exit status; what follows is for people. Then the caller's terminal is let go.
void report(int readyPipe, ExitStatus status, const QString &text)
{
    const QByteArray bytes = static_cast<char>(status) + text.toUtf8();
    if (::write(readyPipe, bytes.constData(), static_cast<std::size_t>(bytes.size())) < 0)
        std::perror("wharf-sandbox");
    ::close(readyPipe);
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int file : { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO })
        ::dup2(nothing, file);
}

int start(const Options &options, pid_t caller, int readyPipe)
{
    const auto give = [&](ExitStatus status, const QString &text) {
        if (readyPipe < 0)
            return complain(status, text);
        report(readyPipe, status, QLatin1String("wharf-sandbox: ") + text + QLatin1Char('\n'));
        return static_cast<int>(status);
    };
    // Before the stand-in's thread starts, so that it leaves the signals alone too. What comes early waits.
    Lifeline lifeline(options.keepRunning ? 0 : caller);
    QObject::connect(&lifeline, &Lifeline::ended, QCoreApplication::instance(), &QCoreApplication::quit, Qt::QueuedConnection);
    QString error;
    auto world = worldOf(options, &error);
    if (!world)
        return give(Usage, error);
    Sandbox sandbox(options.parts, std::move(*world));
    if (!sandbox.start(options.folder))
        return give(CouldNot, sandbox.error());
    if (!takeOwnership(sandbox.folder().at(QStringLiteral("owner"))))
        return give(CouldNot, QStringLiteral("%1 belongs to another sandbox.").arg(options.folder));
    sandbox.folder().write(QStringLiteral("env.sh"), environmentScript(sandbox));
    sandbox.folder().write(QStringLiteral("sandbox.json"), QJsonDocument(describe(sandbox)).toJson());
    if (readyPipe >= 0)
        report(readyPipe, Well, greeting(sandbox));
    else
        std::fputs(qUtf8Printable(greeting(sandbox)), stdout);
    std::fflush(stdout);
    QCoreApplication::exec();
    sandbox.stop();
    return Well;
}

int stop(const QString &folder)
{
    constexpr int patienceMilliseconds = 30'000;
    const pid_t owner = ownerOf(folder + QLatin1String("/owner"));
    if (owner == 0 && !isHeld(folder + QLatin1String("/lock")))
        return complain(No, QStringLiteral("No sandbox runs in %1.").arg(folder));
    // Its own process is the last to go; where that was killed, the folder is. A handle, since one that nobody has waited for yet
    // still has its number.
    pollfd ended { owner == 0 ? -1 : static_cast<int>(::syscall(SYS_pidfd_open, owner, 0)), POLLIN, 0 };
    if (owner != 0)
        ::kill(owner, SIGTERM);
    const QDeadlineTimer limit(patienceMilliseconds);
    while (QFile::exists(folder) || (ended.fd >= 0 && ::poll(&ended, 1, 0) == 0)) {
        if (limit.hasExpired())
            return complain(CouldNot, QStringLiteral("The sandbox in %1 does not end.").arg(folder));
        QThread::msleep(20);
    }
    return Well;
}

int status(const QString &folder)
{
    QFile file(folder + QLatin1String("/sandbox.json"));
    if (ownerOf(folder + QLatin1String("/owner")) == 0 || !file.open(QIODevice::ReadOnly))
        return complain(No, QStringLiteral("No sandbox runs in %1.").arg(folder));
    std::fputs(file.readAll().constData(), stdout);
    return Well;
}

} // namespace

int goToBackground(int *readyPipe)
{
    int ends[2] = { -1, -1 };
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return CouldNot;
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        *readyPipe = ends[1];
        return -1;
    }
    ::close(ends[1]);
    QByteArray said;
    char buffer[4096];
    for (ssize_t got = 1; got > 0;) {
        got = ::read(ends[0], buffer, sizeof buffer);
        said.append(buffer, qMax<qsizetype>(0, got));
    }
    if (said.isEmpty()) { // it died, or has printed its own complaint
        int ended = 0;
        return ::waitpid(child, &ended, 0) == child && WIFEXITED(ended) ? WEXITSTATUS(ended) : CouldNot;
    }
    const int exitStatus = said.at(0);
    std::fputs(said.constData() + 1, exitStatus == Well ? stdout : stderr);
    return exitStatus;
}

int runCommand(const QStringList &words, pid_t caller, int readyPipe)
{
    QString error;
    const auto options = readOptions(words, &error);
    if (!options)
        return complain(Usage, error);
    if (options->command == QLatin1String("start"))
        return start(*options, caller, readyPipe);
    if (options->command == QLatin1String("stop"))
        return stop(options->folder);
    if (options->command == QLatin1String("status"))
        return status(options->folder);
    return complain(Usage, QStringLiteral("start, stop or status?"));
}

} // namespace wharf::sandbox
