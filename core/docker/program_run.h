#pragma once

#include "core/async/stop.h"
#include "core/async/task.h"

#include <QByteArray>
#include <QProcessEnvironment>
#include <QStringList>

#include <chrono>
#include <memory>

namespace wharf::docker {

/// A program to run to its end, and how far it may go.
struct ProgramCall {
    QString program; ///< absolute path
    QStringList arguments;
    QByteArray input; ///< all of its standard input; wiped by the run
    QProcessEnvironment environment;
    std::chrono::milliseconds limit = std::chrono::seconds(5);
    qint64 outputLimit = qint64(1) << 20; ///< bytes of standard output; a program that prints more is ended
};

/// How it ended.
struct ProgramOutcome {
    enum class End { Exited, Crashed, NotStarted, TimedOut, TooMuch, Stopped };
    End end = End::NotStarted;
    int exitStatus = 0;
    QByteArray output; ///< may hold a secret: whoever takes it wipes it
    QByteArray errors; ///< at most 64 KiB
    qint64 milliseconds = 0;
};

/// Runs it. The program and what it started are ended when the limit is over or `stop` comes.
/// What QProcess keeps in its own buffers is freed and not wiped.
[[nodiscard]] Task<ProgramOutcome> runProgram(ProgramCall call, std::shared_ptr<Stop> stop);

/// Where a program lies on the PATH, as Go's exec.LookPath finds it: an executable file in an absolute folder.
struct FoundProgram {
    QString path;            ///< empty: not found
    QString notExecutable;   ///< a file of that name that nobody may execute; empty where there is none
};
[[nodiscard]] FoundProgram findProgram(const QString &name, const QProcessEnvironment &environment);

} // namespace wharf::docker
