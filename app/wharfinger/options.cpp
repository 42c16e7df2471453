#include "app/wharfinger/options.h"

#include <QCommandLineParser>

namespace wharf {

Options Options::read(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Sign in to container registries, and stay signed in."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption account(QStringLiteral("account"), QStringLiteral("Open the window on this account: its id, user@host, label or host."),
                                     QStringLiteral("account"));
    const QCommandLineOption add(QStringLiteral("add"), QStringLiteral("Open the window on adding an account."));
    const QCommandLineOption demo(QStringLiteral("demo"), QStringLiteral("Show made-up accounts; ask nobody and keep nothing."));
    const QCommandLineOption render(QStringLiteral("render"), QStringLiteral("With --demo: put pictures of every screen into a folder, and end."),
                                    QStringLiteral("folder"));
    parser.addOptions({ account, add, demo, render });
    parser.addPositionalArgument(QStringLiteral("host"), QStringLiteral("Open the window on the account of this registry."), QStringLiteral("[host]"));
    parser.process(arguments);

    Options options;
    options.demo = parser.isSet(demo) || parser.isSet(render);
    options.renderTo = parser.value(render);
    options.account = parser.value(account);
    if (options.account.isEmpty() && !parser.positionalArguments().isEmpty())
        options.account = parser.positionalArguments().first();
    options.add = parser.isSet(add);
    return options;
}

} // namespace wharf
