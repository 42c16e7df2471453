#include "core/diagnosis/report_markdown.h"

#include "core/diagnosis/verdict.h"

#include <QCoreApplication>

namespace wharf::diagnosis {

namespace {

/// The context of what a report says.
struct Say {
    Q_DECLARE_TR_FUNCTIONS(Diagnosis)
};

/// What servers say may hold what Markdown would take for its own.
QString plain(QString text)
{
    for (const QChar mark : QStringLiteral("\\`*_[]<>|#"))
        text.replace(mark, QStringLiteral("\\") + mark);
    return text;
}

QString heading(int level, const QString &text)
{
    return QString(level, QLatin1Char('#')) + QLatin1Char(' ') + text + QStringLiteral("\n\n");
}

QString list(const QStringList &lines)
{
    QString text;
    for (const QString &line : lines)
        text += QStringLiteral("- ") + plain(line) + QLatin1Char('\n');
    return text.isEmpty() ? text : text + QLatin1Char('\n');
}

/// Steps are numbered; a line that starts with four blanks is a block of its own.
QString remedy(const QStringList &lines)
{
    QString text;
    int number = 0;
    bool inBlock = false;
    for (const QString &line : lines) {
        const bool block = line.startsWith(QLatin1String("    "));
        if (block && !inBlock)
            text += QLatin1Char('\n');
        if (!block && inBlock)
            text += QLatin1Char('\n');
        inBlock = block;
        text += block ? QStringLiteral("   ") + line + QLatin1Char('\n') : QStringLiteral("%1. %2\n").arg(++number).arg(plain(line));
    }
    return text.isEmpty() ? text : text + QLatin1Char('\n');
}

QString findingText(const Finding &finding, const Evidence &evidence, int level)
{
    const FindingWords words = wordsFor(finding, evidence);
    QString text = heading(level, plain(words.title));
    text += Say::tr("`%1` · %2 · to be mended by: %3").arg(finding.code, certaintyWords(finding.certainty), ownerWords(finding.owner)) + QStringLiteral("\n\n");
    if (!words.explanation.isEmpty())
        text += plain(words.explanation) + QStringLiteral("\n\n");
    if (!words.remedy.isEmpty())
        text += heading(level + 1, Say::tr("What to do")) + remedy(words.remedy);
    if (!words.evidence.isEmpty())
        text += heading(level + 1, Say::tr("Why we think so")) + list(words.evidence);
    if (!words.settledBy.isEmpty())
        text += plain(Say::tr("What would settle it: %1").arg(words.settledBy)) + QStringLiteral("\n\n");
    return text;
}

QString exchangeLine(const net::Exchange &exchange)
{
    QString line = QString::fromLatin1(exchange.method) + QLatin1Char(' ') + exchange.url;
    if (!exchange.authorization.isEmpty())
        line += QStringLiteral("  [") + exchange.authorization + QLatin1Char(']');
    line += QStringLiteral("\n  ");
    line += exchange.status ? QString::number(exchange.status) : Say::tr("no answer");
    if (exchange.failure)
        line += QStringLiteral("  ") + stageName(exchange.failure->stage) + QLatin1Char('/') + kindName(exchange.failure->kind);
    line += QStringLiteral("  %1 ms\n").arg(exchange.milliseconds);
    for (const net::Header &header : exchange.replyHeaders)
        line += QStringLiteral("  ") + QString::fromLatin1(header.name) + QStringLiteral(": ") + QString::fromUtf8(header.value) + QLatin1Char('\n');
    return line;
}

QString stepText(const Step &step)
{
    QString text = QStringLiteral("| %1 | %2 | %3 | %4 ms |\n");
    return text.arg(plain(stepTitle(step.id)), stepStatusName(step.status), plain(step.summary)).arg(step.milliseconds);
}

} // namespace

QString ownerWords(Owner owner)
{
    switch (owner) {
    case Owner::Nobody:
        return Say::tr("nobody");
    case Owner::You:
        return Say::tr("you");
    case Owner::ProjectOwner:
        return Say::tr("the project's owner");
    case Owner::GitLabAdministrator:
        return Say::tr("the GitLab administrator");
    case Owner::RegistryAdministrator:
        return Say::tr("the registry's administrator");
    case Owner::ProxyAdministrator:
        return Say::tr("the proxy's administrator");
    case Owner::DockerHost:
        return Say::tr("whoever runs this Docker host");
    case Owner::Network:
        return Say::tr("the network's administrator");
    case Owner::Vendor:
        return Say::tr("the service's vendor");
    }
    Q_UNREACHABLE();
}

QString certaintyWords(Certainty certainty)
{
    switch (certainty) {
    case Certainty::Certain:
        return Say::tr("certain");
    case Certainty::Likely:
        return Say::tr("likely");
    case Certainty::Possible:
        return Say::tr("possible");
    }
    Q_UNREACHABLE();
}

QString markdownReport(const Diagnosis &diagnosis)
{
    const Evidence &evidence = diagnosis.evidence;
    QString text = heading(1, plain(Say::tr("Diagnosis of %1").arg(evidence.target.typed)));
    text += Say::tr("Taken %1 in %2 ms by Wharfinger %3. No password and no token is in this report.")
                .arg(diagnosis.started.toUTC().toString(Qt::ISODate)).arg(diagnosis.milliseconds).arg(QStringLiteral(WHARF_VERSION))
        + QStringLiteral("\n\n");
    text += findingText(diagnosis.verdict(), evidence, 2);
    if (diagnosis.findings.size() > 1)
        text += heading(2, Say::tr("Also found"));
    for (const Finding &finding : diagnosis.findings.mid(1))
        text += findingText(finding, evidence, 3);
    text += heading(2, Say::tr("Steps")) + Say::tr("| step | status | what was seen | time |") + QStringLiteral("\n|---|---|---|---|\n");
    for (const Step &step : diagnosis.steps)
        text += stepText(step);
    text += QLatin1Char('\n') + heading(2, Say::tr("Exchanges"));
    for (const Step &step : diagnosis.steps) {
        if (step.exchanges.isEmpty())
            continue;
        text += heading(3, plain(stepTitle(step.id))) + QStringLiteral("```\n");
        for (const net::Exchange &exchange : step.exchanges)
            text += exchangeLine(exchange).replace(QStringLiteral("```"), QStringLiteral("'''"));
        text += QStringLiteral("```\n\n");
    }
    return text;
}

} // namespace wharf::diagnosis
