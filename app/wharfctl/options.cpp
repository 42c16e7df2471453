#include "app/wharfctl/options.h"

#include <QFileInfo>

namespace wharf::ctl {

namespace {

QList<QCommandLineOption> commonOptions()
{
    return {
        { { QStringLiteral("h"), QStringLiteral("help") }, QStringLiteral("Show this help.") },
        { QStringLiteral("json"), QStringLiteral("Print one JSON document on standard output.") },
        { QStringLiteral("plain-http"), QStringLiteral("Talk HTTP to this host. Without it only loopback addresses may.") },
        { QStringLiteral("ca-file"), QStringLiteral("Trust this CA for the host, too (PEM)."), QStringLiteral("FILE") },
        { QStringLiteral("cert"), QStringLiteral("Client certificate for the host (PEM)."), QStringLiteral("FILE") },
        { QStringLiteral("key"), QStringLiteral("Its key (PEM)."), QStringLiteral("FILE") },
        { QStringLiteral("timeout"), QStringLiteral("Give up after this many seconds."), QStringLiteral("SECONDS") },
        { { QStringLiteral("v"), QStringLiteral("verbose") }, QStringLiteral("Say each step on standard error.") },
    };
}

/// The column where descriptions start.
constexpr int descriptionColumn = 34;

/// QCommandLineParser's own help names the executable and knows no commands; this is its list of options in our form.
QString helpFor(const Options::Grammar &grammar)
{
    QString help = QStringLiteral("Usage: wharfctl %1 %2 [options]\n\n%3\n\nOptions:\n").arg(grammar.command, grammar.arguments, grammar.description);
    const QList<QCommandLineOption> all = grammar.own + commonOptions();
    for (const QCommandLineOption &option : all) {
        QString left = QStringLiteral("  ");
        const QStringList names = option.names();
        for (const QString &name : names)
            left += (left.size() > 2 ? QStringLiteral(", ") : QString()) + (name.size() == 1 ? QStringLiteral("-") : QStringLiteral("--")) + name;
        if (!option.valueName().isEmpty())
            left += QLatin1Char(' ') + option.valueName();
        help += left.leftJustified(descriptionColumn - 1) + QLatin1Char(' ') + option.description() + QLatin1Char('\n');
    }
    return help;
}

} // namespace

std::optional<Options> Options::parse(const Grammar &grammar, const QStringList &words, QString &complaint)
{
    Options options;
    options.m_parser = std::make_shared<QCommandLineParser>();
    options.m_parser->addOptions(grammar.own + commonOptions());
    options.m_help = helpFor(grammar);
    if (!options.m_parser->parse(QStringList { QStringLiteral("wharfctl") } + words)) {
        complaint = options.m_parser->errorText();
        return std::nullopt;
    }
    if (options.wantsHelp())
        return options;
    const auto given = options.positional().size();
    if (given < grammar.least || given > grammar.most) {
        complaint = given < grammar.least ? QStringLiteral("%1 is missing.").arg(grammar.arguments)
                                          : QStringLiteral("“%1” is one argument too many.").arg(options.positional().at(grammar.most));
        return std::nullopt;
    }
    if (options.has(QStringLiteral("timeout"))) {
        bool good = false;
        const int seconds = options.value(QStringLiteral("timeout")).toInt(&good);
        if (!good || seconds < 1 || seconds > 86400) {
            complaint = QStringLiteral("--timeout takes a whole number of seconds from 1 to 86400.");
            return std::nullopt;
        }
        options.m_timeout = std::chrono::seconds(seconds);
    }
    if (options.has(QStringLiteral("cert")) != options.has(QStringLiteral("key"))) {
        complaint = QStringLiteral("--cert and --key go together.");
        return std::nullopt;
    }
    const QStringList files { QStringLiteral("ca-file"), QStringLiteral("cert"), QStringLiteral("key") };
    for (const QString &name : files) {
        if (options.has(name) && !QFileInfo(options.value(name)).isReadable()) {
            complaint = QStringLiteral("--%1: %2 cannot be read.").arg(name, options.value(name));
            return std::nullopt;
        }
    }
    return options;
}

net::HostSettings Options::network(net::HostSettings base) const
{
    const auto path = [this](const char *name, QString &into) {
        if (has(QLatin1String(name)))
            into = QFileInfo(value(QLatin1String(name))).absoluteFilePath();
    };
    base.plainHttp = base.plainHttp || has(QStringLiteral("plain-http"));
    path("ca-file", base.caFile);
    path("cert", base.certFile);
    path("key", base.keyFile);
    return base;
}

} // namespace wharf::ctl
