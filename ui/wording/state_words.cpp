#include "ui/wording/state_words.h"

#include "ui/wording/time_words.h"

#include <QCoreApplication>

namespace wharf::ui {

namespace {

struct StateText {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::StateText)
};

} // namespace

QString StateWords::text() const
{
    return detail.isEmpty() ? word : StateText::tr("%1 · %2", "a state and the time its token has left").arg(word, detail);
}

StateWords stateWords(const accounts::Account &account, const accounts::AccountState &state, const Clock &clock)
{
    using accounts::Standing;
    const auto words = [](const char *icon, Tone tone, const QString &word) {
        return StateWords { .word = word, .detail = {}, .icon = QLatin1String(icon), .tone = tone };
    };
    const QDateTime now = clock.now();
    switch (state.standing) {
    case Standing::NotChecked: return words("unchecked", Tone::Quiet, StateText::tr("Not checked yet"));
    case Standing::Checking: return words("checking", Tone::Quiet, StateText::tr("Checking…"));
    case Standing::Ready: {
        StateWords ready = words("ready", Tone::Good, StateText::tr("Ready"));
        if (state.token && state.token->remaining(clock) >= std::chrono::seconds(1))
            ready.detail = countdownText(state.token->remaining(clock));
        return ready;
    }
    case Standing::Expiring:
        return words("expiring", Tone::Caution,
                     account.facts && account.facts->expiresAt.isValid() ? expiryWord(account.facts->expiresAt, now)
                                                                         : StateText::tr("Expires soon"));
    case Standing::Refused: return words("refused", Tone::Bad, StateText::tr("Refused"));
    case Standing::Locked: return words("locked", Tone::Caution, StateText::tr("Keychain locked"));
    case Standing::Missing: return words("missing", Tone::Bad, StateText::tr("Token missing"));
    case Standing::Offline:
        return words("offline", Tone::Quiet,
                     state.since.isValid() ? StateText::tr("Offline since %1").arg(sinceText(state.since, now))
                                           : StateText::tr("Offline"));
    case Standing::Waiting: return words("waiting", Tone::Caution, StateText::tr("Told to wait"));
    }
    Q_UNREACHABLE();
}

QString shortKindWord(accounts::TokenKind kind)
{
    using accounts::TokenKind;
    switch (kind) {
    case TokenKind::Unknown:
    case TokenKind::Password: return StateText::tr("Password");
    case TokenKind::PersonalAccessToken: return StateText::tr("Personal token");
    case TokenKind::ProjectAccessToken: return StateText::tr("Project token");
    case TokenKind::GroupAccessToken: return StateText::tr("Group token");
    case TokenKind::DeployToken:
    case TokenKind::CiDeployToken: return StateText::tr("Deploy token");
    case TokenKind::CiJobToken:
    case TokenKind::CiRegistryUser: return StateText::tr("CI job");
    case TokenKind::DockerHubToken: return StateText::tr("Hub token");
    case TokenKind::GitHubToken: return StateText::tr("GitHub token");
    case TokenKind::HarborRobot: return StateText::tr("Robot");
    case TokenKind::IdentityToken: return StateText::tr("Identity token");
    case TokenKind::NotForRegistries: return StateText::tr("Not usable");
    }
    Q_UNREACHABLE();
}

QString accountTitle(const accounts::Account &account)
{
    return StateText::tr("%1 @ %2", "user and registry").arg(account.displayName(), account.host.name());
}

} // namespace wharf::ui
