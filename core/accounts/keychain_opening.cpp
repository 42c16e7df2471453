#include "core/accounts/keychain.h"
#include "core/accounts/keychain_backend.h"
#include "core/accounts/qt_keychain.h"
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
#include "core/accounts/secret_service_keychain.h"
#endif

namespace wharf::accounts {

std::shared_ptr<Keychain> openKeychain(const QString &service)
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    if (!usesKWallet())
        return std::make_shared<SecretServiceKeychain>(service.toUtf8());
#endif
    return std::make_shared<QtKeychain>(service);
}

} // namespace wharf::accounts
