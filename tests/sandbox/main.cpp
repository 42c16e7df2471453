// Starts and stops the sandbox: the real things around Wharfinger on loopback, for people, scripts and the demo.
#include "tests/sandbox/commands.h"

#include <QCoreApplication>

#include <unistd.h>

int main(int argc, char **argv)
{
    using namespace wharf::sandbox;
    const QStringList words = [&] {
        QStringList list;
        for (int index = 1; index < argc; ++index)
            list << QString::fromLocal8Bit(argv[index]);
        return list;
    }();
    const pid_t caller = ::getppid();
    int readyPipe = -1;
    if (words.value(0) == QLatin1String("start") && !words.contains(QLatin1String("--foreground"))) {
        // Before Qt starts its threads.
        const int status = goToBackground(&readyPipe);
        if (status >= 0)
            return status;
    }
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("wharf-sandbox"));
    return runCommand(words, caller, readyPipe);
}
