#include "app/wharfctl/sign_in_report.h"

#include "app/wharfctl/documents.h"
#include "core/wording/wording.h"

#include <QLocale>

namespace wharf::ctl {

namespace {

QString stepName(accounts::ProofStep step)
{
    switch (step) {
    case accounts::ProofStep::LookAtToken: return QStringLiteral("Looking at the token");
    case accounts::ProofStep::ReachRegistry: return QStringLiteral("Reaching the registry");
    case accounts::ProofStep::ExchangeToken: return QStringLiteral("Exchanging it for an access token");
    case accounts::ProofStep::ProveAtRegistry: return QStringLiteral("Proving it at the registry");
    case accounts::ProofStep::AskGitLab: return QStringLiteral("Asking GitLab about it");
    }
    Q_UNREACHABLE();
}

QString outcomeName(accounts::StepOutcome outcome)
{
    switch (outcome) {
    case accounts::StepOutcome::Running: return QStringLiteral("…");
    case accounts::StepOutcome::Done: return QStringLiteral(": done");
    case accounts::StepOutcome::Failed: return QStringLiteral(": failed");
    case accounts::StepOutcome::Skipped: return QStringLiteral(": not needed");
    }
    Q_UNREACHABLE();
}

QString expiryLine(const accounts::TokenFacts &facts, const QDate &today)
{
    if (!facts.expiresAt.isValid())
        return QStringLiteral("  It never expires.");
    const auto days = today.daysTo(facts.expiresAt);
    const QString date = QLocale().toString(facts.expiresAt, QLocale::LongFormat);
    return days == 1 ? QStringLiteral("  It expires tomorrow (%1).").arg(date) : QStringLiteral("  It expires in %1 days (%2).").arg(days).arg(date);
}

} // namespace

accounts::ProofObserver stepsOn(const Console &console)
{
    return [console](accounts::ProofStep step, accounts::StepOutcome outcome) {
        if (outcome != accounts::StepOutcome::Running)
            console.note(stepName(step) + outcomeName(outcome));
    };
}

QStringList signInLines(Workplace &workplace, const accounts::SignedIn &signedIn, const HandOver &handOver)
{
    const accounts::Account &account = signedIn.account;
    QStringList lines;
    const QString kind = wording::tokenKindWord(account.kind);
    const QString name = account.facts && !account.facts->name.isEmpty() ? QStringLiteral(" “%1”").arg(account.facts->name) : QString();
    lines += signedIn.proof ? QStringLiteral("Signed in to %1 as %2.").arg(account.host.name(), account.userName)
                            : QStringLiteral("Kept for %1 on %2; the registry was not asked.").arg(account.userName, account.host.name());
    lines += QStringLiteral("  %1%2, kept in %3.").arg(kind, name, workplace.store()->name());
    if (signedIn.proof && signedIn.proof->unchallenged)
        lines += QStringLiteral("  This registry asks nobody for a password, so nothing was proven: any password would have done.");
    if (account.facts) {
        for (const QString &scope : account.facts->scopes) {
            const QString meaning = wording::scopeMeaning(scope);
            lines += meaning.isEmpty() ? QStringLiteral("  Scope %1").arg(scope) : QStringLiteral("  Scope %1: %2").arg(scope, meaning);
        }
        lines += expiryLine(*account.facts, workplace.clock().now().date());
    }
    for (const QString &file : handOver.given)
        lines += QStringLiteral("  %1 names the helper docker-credential-wharfinger for it.").arg(file);
    return lines;
}

QJsonObject signInDocument(Workplace &workplace, const accounts::SignedIn &signedIn, const HandOver &handOver)
{
    QJsonObject document { { QStringLiteral("account"), accountDocument(signedIn.account, true) },
                           { QStringLiteral("store"), workplace.store()->name() },
                           { QStringLiteral("proven"), signedIn.proof && !signedIn.proof->unchallenged },
                           { QStringLiteral("token"), QJsonValue() },
                           { QStringLiteral("clients"), QJsonArray() } };
    if (signedIn.proof && signedIn.proof->token)
        document.insert(QStringLiteral("token"), tokenDocument(*signedIn.proof->token, workplace.clock()));
    if (handOver.asked)
        document.insert(QStringLiteral("clients"), entryDocuments(workplace.clientFiles(), signedIn.account.host));
    return document;
}

void reportSignIn(Workplace &workplace, const accounts::SignedIn &signedIn, const HandOver &handOver)
{
    const Console &console = workplace.console();
    const QStringList lines = signInLines(workplace, signedIn, handOver);
    for (const QString &line : lines)
        console.say(line);
    if (handOver.trouble)
        console.note(QStringLiteral("wharfctl: signed in, and not given to every client. ")
                     + wording::failureWords(*handOver.trouble, signedIn.account.host.name(), wording::Voice::Terminal).text());
    console.document(QStringLiteral("wharfinger.login/1"), signInDocument(workplace, signedIn, handOver));
}

} // namespace wharf::ctl
