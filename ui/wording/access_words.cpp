#include "ui/wording/access_words.h"

#include "core/wording/wording.h"

#include <QCoreApplication>

namespace wharf::ui {

namespace {

struct AccessText {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::AccessText)
};

using registry::Grant;

bool hasScope(const accounts::Account &account, std::initializer_list<const char *> wanted)
{
    return std::any_of(wanted.begin(), wanted.end(),
                       [&account](const char *scope) { return account.facts->scopes.contains(QLatin1String(scope)); });
}

/// What the token's own scopes say against an action; empty where they allow it or are not known.
/// GitLab's rules: abilities_for_scopes and the container registry's authentication service.
QString scopeReason(const accounts::Account &account, const QString &action)
{
    using accounts::TokenKind;
    if (action == QLatin1String("delete") && (account.kind == TokenKind::DeployToken || account.kind == TokenKind::CiDeployToken))
        return AccessText::tr("A deploy token may not delete. A personal access token with the api scope may, where its user may.");
    if (!account.facts || account.facts->scopes.isEmpty())
        return {};
    if (action == QLatin1String("pull") && !hasScope(account, { "read_registry", "read_api", "api" }))
        return AccessText::tr("The token has no read_registry scope. Replace it with one that has.");
    if (action == QLatin1String("delete") && !hasScope(account, { "api" }))
        return AccessText::tr("Only a token with the api scope may delete, and this one lacks it. Pulling and pushing do not need it.");
    if (action == QLatin1String("push") && !hasScope(account, { "write_registry", "api" }))
        return AccessText::tr("The token has no write_registry scope. Replace it with one that has.");
    return {};
}

} // namespace

GrantWords grantWords(Grant grant)
{
    switch (grant) {
    case Grant::Granted: return { AccessText::tr("Granted"), QStringLiteral("ready"), Tone::Good };
    case Grant::Refused: return { AccessText::tr("Refused"), QStringLiteral("refused"), Tone::Bad };
    case Grant::NotAsked: return { AccessText::tr("Not asked"), QStringLiteral("notasked"), Tone::Quiet };
    }
    Q_UNREACHABLE();
}

QString actionWord(const QString &action)
{
    if (action == QLatin1String("pull"))
        return AccessText::tr("Pull");
    if (action == QLatin1String("push"))
        return AccessText::tr("Push");
    if (action == QLatin1String("delete"))
        return AccessText::tr("Delete");
    return action;
}

Grant grantOf(const accounts::AccessFindings &findings, const QString &action)
{
    for (const registry::GrantRow &row : findings.answer.rows) {
        if (row.action == action)
            return row.grant;
    }
    return Grant::NotAsked;
}

QString grantReason(const accounts::Account &account, const accounts::AccessFindings &findings, const QString &action)
{
    const Grant grant = grantOf(findings, action);
    if (grant == Grant::Granted)
        return {};
    if (grant == Grant::NotAsked) {
        if (findings.failure)
            return wording::failureWords(*findings.failure, account.host.name()).text();
        if (findings.answer.opaque)
            return AccessText::tr("This registry's tokens cannot be read, so only a try can tell.");
        if (grantOf(findings, QStringLiteral("pull")) == Grant::Refused)
            return AccessText::tr("What cannot be pulled was not asked for more.");
        if (!findings.answer.exists)
            return AccessText::tr("The repository is not there yet, and asking could create it. Check push right asks first.");
        return AccessText::tr("This was not part of the question.");
    }
    if (const QString reason = scopeReason(account, action); !reason.isEmpty())
        return reason;
    if (action == QLatin1String("pull"))
        return AccessText::tr("There is no such repository, or this account may not see it. Check the name, or ask a maintainer of the project for access.");
    if (grantOf(findings, QStringLiteral("pull")) == Grant::Refused)
        return AccessText::tr("What cannot be pulled is not given for more, either.");
    if (action == QLatin1String("delete"))
        return AccessText::tr("The account's role in the project does not allow it. In GitLab, Maintainers may delete tags.");
    return AccessText::tr("The account's role in the project does not allow it. In GitLab, Developers and above may push.");
}

} // namespace wharf::ui
