#include "core/accounts/keychain_backend.h"

#include <QByteArray>

namespace wharf::accounts {

bool usesKWallet()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    // QtKeychain's own rule (keychain_unix.cpp): KWallet only on a KDE that says its version.
    const bool kde = qgetenv("XDG_CURRENT_DESKTOP") == "KDE" || qgetenv("DESKTOP_SESSION") == "kde"
        || !qgetenv("KDE_FULL_SESSION").isEmpty();
    const QByteArray version = qgetenv("KDE_SESSION_VERSION");
    return kde && (version == "4" || version == "5");
#else
    return true; // not the Secret Service: there is nothing to ask about
#endif
}

} // namespace wharf::accounts
