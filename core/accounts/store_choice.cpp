#include "core/accounts/store_choice.h"

#include "core/accounts/store_limits.h"

#include <QFileInfo>

namespace wharf::accounts {

Result<StoreChoice> chooseStore(const QString &named, const QString &vaultFile, const PassphraseSource &source)
{
    if (named == QLatin1String("keychain"))
        return StoreChoice { StoreKind::Keychain, StoreReason::NamedByEnvironment };
    if (named == QLatin1String("vault"))
        return StoreChoice { StoreKind::Vault, StoreReason::NamedByEnvironment };
    if (!named.isEmpty())
        return fail(storeFailure(Kind::Invalid, QStringLiteral("WHARFINGER_STORE")));
    // A link to nowhere counts: somebody meant the vault to be there.
    const QFileInfo vault(vaultFile);
    if (vault.exists() || vault.isSymLink())
        return StoreChoice { StoreKind::Vault, StoreReason::VaultExists };
    if (source.isGiven())
        return StoreChoice { StoreKind::Vault, StoreReason::PassphraseGiven };
    return StoreChoice { StoreKind::Keychain, StoreReason::Default };
}

QString storeKindName(StoreKind kind)
{
    switch (kind) {
    case StoreKind::Keychain: return QStringLiteral("keychain");
    case StoreKind::Vault: return QStringLiteral("vault");
    case StoreKind::Memory: return QStringLiteral("memory");
    }
    Q_UNREACHABLE();
}

} // namespace wharf::accounts
