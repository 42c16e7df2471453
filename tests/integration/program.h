#pragma once

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace wharf::test {

/// How a program ended and what it said.
struct ProgramResult {
    int exitStatus = -1; ///< -1: it did not start, crashed, or was still running when the time was up
    QByteArray out;
    QByteArray err;

    /// Both, for a failed test's message.
    [[nodiscard]] QByteArray said() const { return out + err; }
};

/// Runs a program to its end, with the event loop going on, so that servers in the test's own thread keep answering.
/// `program` is looked for on the PATH of `environment`; `input` is all of its standard input.
[[nodiscard]] ProgramResult run(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment, const QByteArray &input = {}, int seconds = 120);

} // namespace wharf::test
