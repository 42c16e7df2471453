#include "ui/wording/account_words.h"

#include "ui/wording/time_words.h"

#include <QCoreApplication>
#include <QLocale>

namespace wharf::ui {

namespace {

struct AccountText {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::AccountText)
};

constexpr qint64 soonDays = 30;

bool isJob(const accounts::Account &account)
{
    return account.kind == accounts::TokenKind::CiJobToken || account.kind == accounts::TokenKind::CiRegistryUser;
}

} // namespace

AccountNotice accountNotice(const accounts::Account &account, const accounts::AccountState &state, const Clock &clock)
{
    using accounts::Standing;
    using Step = AccountNotice::Step;
    const auto said = [&] {
        return state.failure ? wording::failureWords(*state.failure, account.host.name()) : wording::Words();
    };
    switch (state.standing) {
    case Standing::Refused: return { .tone = Tone::Bad, .words = said(), .step = Step::Replace };
    case Standing::Missing: return { .tone = Tone::Bad, .words = said(), .step = Step::Replace };
    case Standing::Locked: return { .tone = Tone::Caution, .words = said(), .step = Step::Check };
    case Standing::Waiting: return { .tone = Tone::Caution, .words = said(), .step = Step::Check };
    case Standing::Offline: return { .tone = Tone::Quiet, .words = said(), .step = Step::Check };
    case Standing::Expiring:
        if (account.facts && account.facts->expiresAt.isValid())
            return { .tone = Tone::Caution,
                     .words = { .sentence = AccountText::tr("This token ends on %1, at 00:00 UTC.").arg(dateText(account.facts->expiresAt)),
                                .nextStep = AccountText::tr("Create a new one before, and replace it here.") },
                     .step = Step::Replace };
        return {};
    case Standing::NotChecked:
    case Standing::Checking:
    case Standing::Ready: break;
    }
    Q_UNUSED(clock)
    return {};
}

QString whoText(const accounts::Account &account, const accounts::AccountState &state)
{
    const QString subject = state.claims ? state.claims->subject : QString();
    if (!subject.isEmpty() && subject != account.userName)
        return AccountText::tr("%1 (the registry says: %2)").arg(account.userName, subject);
    return account.userName;
}

QString kindText(const accounts::Account &account)
{
    const QString kind = wording::tokenKindWord(account.kind);
    const QString name = account.facts ? account.facts->name : QString();
    return name.isEmpty() ? kind : AccountText::tr("%1 “%2”", "a token's kind and name").arg(kind, name);
}

QString expiryText(const accounts::Account &account, const QDateTime &now)
{
    if (isJob(account))
        return AccountText::tr("with its CI job");
    if (!account.facts)
        return AccountText::tr("not known: the registry does not say");
    if (!account.facts->expiresAt.isValid())
        return AccountText::tr("never");
    const qint64 days = daysLeft(account.facts->expiresAt, now);
    const QString date = dateText(account.facts->expiresAt);
    if (days <= 0)
        return AccountText::tr("%1: it has expired").arg(date);
    return AccountText::tr("%1, in %n day(s)", nullptr, static_cast<int>(qMin<qint64>(days, 99999))).arg(date);
}

std::optional<Tone> expiryTone(const accounts::Account &account, const QDateTime &now)
{
    if (!account.facts || !account.facts->expiresAt.isValid())
        return std::nullopt;
    const qint64 days = daysLeft(account.facts->expiresAt, now);
    if (days <= 0)
        return Tone::Bad;
    return days <= soonDays ? std::optional(Tone::Caution) : std::nullopt;
}

QString withoutScopesText(const accounts::Account &account, const accounts::AccountState &state)
{
    using accounts::TokenKind;
    if (state.basic)
        return AccountText::tr("what the registry allows this user; it does not say beforehand");
    switch (account.kind) {
    case TokenKind::CiJobToken:
    case TokenKind::CiRegistryUser: return AccountText::tr("what its CI job may do in its own project");
    case TokenKind::DeployToken:
    case TokenKind::CiDeployToken:
        return AccountText::tr("what was ticked when it was made; GitLab does not tell. The Access page shows it for a repository.");
    default: return AccountText::tr("what this user may do; the Access page shows it for a repository");
    }
}

QString storeText(accounts::StoreKind kind, const QString &name)
{
    switch (kind) {
    case accounts::StoreKind::Keychain: return AccountText::tr("%1, the desktop's keychain").arg(name);
    case accounts::StoreKind::Vault: return AccountText::tr("%1, a file under your passphrase").arg(name);
    case accounts::StoreKind::Memory: return name;
    }
    Q_UNREACHABLE();
}

bool opensRegistry(const QString &scope)
{
    return scope == QLatin1String("api") || scope == QLatin1String("read_api") || scope == QLatin1String("read_registry")
        || scope == QLatin1String("write_registry");
}

} // namespace wharf::ui
