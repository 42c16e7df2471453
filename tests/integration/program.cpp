#include "tests/integration/program.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

namespace wharf::test {

ProgramResult run(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment, const QByteArray &input, int seconds)
{
    // QProcess would look on the test's own PATH.
    const QString found = program.contains(QLatin1Char('/'))
        ? program
        : QStandardPaths::findExecutable(program, environment.value(QStringLiteral("PATH")).split(QLatin1Char(':')));
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(found.isEmpty() ? program : found, arguments);
    ProgramResult result;
    if (!process.waitForStarted()) {
        result.err = program.toUtf8() + " did not start: " + process.errorString().toUtf8();
        return result;
    }
    process.write(input);
    process.closeWriteChannel();
    const bool ended = QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, seconds * 1000);
    if (!ended) {
        process.kill();
        process.waitForFinished();
    }
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    if (ended && process.exitStatus() == QProcess::NormalExit)
        result.exitStatus = process.exitCode();
    return result;
}

} // namespace wharf::test
