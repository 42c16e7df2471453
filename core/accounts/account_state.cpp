#include "core/accounts/account_state.h"

namespace wharf::accounts {

QString standingName(Standing standing)
{
    switch (standing) {
    case Standing::NotChecked: return QStringLiteral("not-checked");
    case Standing::Checking: return QStringLiteral("checking");
    case Standing::Ready: return QStringLiteral("ready");
    case Standing::Expiring: return QStringLiteral("expiring");
    case Standing::Refused: return QStringLiteral("refused");
    case Standing::Locked: return QStringLiteral("locked");
    case Standing::Missing: return QStringLiteral("missing");
    case Standing::Offline: return QStringLiteral("offline");
    case Standing::Waiting: return QStringLiteral("waiting");
    }
    Q_UNREACHABLE();
}

Standing standingAfter(const Failure &failure)
{
    if (failure.stage == Stage::Keychain) {
        return failure.kind == Kind::Absent && failure.subject == QLatin1String("entry") ? Standing::Missing : Standing::Locked;
    }
    if (failure.kind == Kind::Throttled)
        return Standing::Waiting;
    return couldNotTalk(failure) ? Standing::Offline : Standing::Refused;
}

} // namespace wharf::accounts
