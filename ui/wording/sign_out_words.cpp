#include "ui/wording/sign_out_words.h"

#include <QCoreApplication>

namespace wharf::ui {

namespace {

struct SignOutText {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::SignOutText)
};

bool isGitLab(accounts::TokenKind kind)
{
    using accounts::TokenKind;
    switch (kind) {
    case TokenKind::PersonalAccessToken:
    case TokenKind::ProjectAccessToken:
    case TokenKind::GroupAccessToken:
    case TokenKind::DeployToken:
    case TokenKind::CiDeployToken: return true;
    default: return false;
    }
}

} // namespace

wording::Words signOutQuestion(const accounts::Account &account, const accounts::Accounts &all)
{
    const accounts::Account *active = all.activeFor(account.host);
    const bool isActive = active && active->id == account.id;
    QStringList effects;
    if (all.on(account.host).size() < 2)
        effects.append(SignOutText::tr("Docker and Podman lose this sign-in, too."));
    else if (isActive)
        effects.append(SignOutText::tr("Docker and Podman go on with another account of this registry."));
    if (isGitLab(account.kind))
        effects.append(SignOutText::tr("The token itself stays valid at GitLab."));
    return { .sentence = SignOutText::tr("Sign out %1 from %2?").arg(account.displayName(), account.host.name()),
             .nextStep = effects.join(QLatin1Char(' ')) };
}

} // namespace wharf::ui
