// The terminal program. Reads the command line, runs one command on the event loop, and ends with its status.

#include "app/wharfctl/commands.h"
#include "app/wharfctl/interrupt.h"
#include "core/base/core_dumps.h"
#include "core/base/standard_streams.h"

#include <QCoreApplication>
#include <QTextStream>
#include <QTimer>

#include <cstdlib>

using namespace wharf;
using namespace wharf::ctl;

namespace {

QList<Command> allCommands()
{
    return { loginCommand(), logoutCommand(), accountsCommand(), useCommand(), tokenCommand(), accessCommand(), diagnoseCommand(),
             pushCommand(), imagesCommand(), dockerCommand(), ciCommand() };
}

QString overview(const QList<Command> &commands)
{
    QString text = QStringLiteral("Usage: wharfctl COMMAND [options]\n\nSigns in to container registries, and says what a sign-in may do.\n\nCommands:\n");
    for (const Command &command : commands) {
        const QString call = command.grammar.command + QLatin1Char(' ') + command.grammar.arguments;
        text += QStringLiteral("  ") + call.leftJustified(31) + QLatin1Char(' ') + command.grammar.description + QLatin1Char('\n');
    }
    text += QStringLiteral("\nwharfctl COMMAND --help tells more.\n"
                           "Exit status: 0 all well, 1 the answer is no, 2 wrong usage, 3 could not run.\n");
    return text;
}

Task<> runAndQuit(const Command command, std::shared_ptr<Workplace> workplace)
{
    const int status = co_await command.run(workplace);
    QCoreApplication::exit(status);
}

} // namespace

int main(int argc, char **argv)
{
    forbidCoreDumps();
    keepStandardStreams();
    const QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("wharfctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(WHARF_VERSION));

    const QStringList words = QCoreApplication::arguments().mid(1);
    const QList<Command> commands = allCommands();
    if (words.isEmpty() || words.first() == QLatin1String("--help") || words.first() == QLatin1String("-h")
        || words.first() == QLatin1String("help")) {
        QTextStream(words.isEmpty() ? stderr : stdout) << overview(commands);
        return words.isEmpty() ? WrongUsage : AllWell;
    }
    if (words.first() == QLatin1String("--version") || words.first() == QLatin1String("version")) {
        QTextStream(stdout) << "wharfctl " WHARF_VERSION "\n";
        return AllWell;
    }

    const bool wantsJson = words.contains(QStringLiteral("--json"));
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [&words](const Command &command) { return command.grammar.command == words.first(); });
    if (found == commands.end())
        return Console(wantsJson).wrongUsage(QStringLiteral("There is no command “%1”; wharfctl --help lists them.").arg(words.first()));

    QString complaint;
    const auto options = Options::parse(found->grammar, words.mid(1), complaint);
    if (!options)
        return Console(wantsJson).wrongUsage(complaint + QStringLiteral(" See wharfctl %1 --help.").arg(found->grammar.command));
    if (options->wantsHelp()) {
        QTextStream(stdout) << options->helpText();
        return AllWell;
    }

    const auto workplace = std::make_shared<Workplace>(*options, Console(options->json(), found->printsLines));
    const Interrupt interrupt;
    QObject::connect(&interrupt, &Interrupt::asked, [workplace] { workplace->interrupt(); });
    if (options->timeout().count() > 0)
        QTimer::singleShot(options->timeout(), [workplace] { workplace->timeUp(); });
    const Command command = *found;
    QTimer::singleShot(0, [command, workplace] { runAndQuit(command, workplace); });
    const int status = workplace->console().finish(QCoreApplication::exec());
    if (command.endsAtOnce)
        std::_Exit(status);
    return status;
}
