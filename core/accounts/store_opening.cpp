// Apart from the choice: a program that only chooses links no keychain and no vault.
#include "core/accounts/keychain_store.h"
#include "core/accounts/store_choice.h"
#include "core/accounts/store_limits.h"
#include "core/accounts/vault_store.h"
#include "core/base/paths.h"

namespace wharf::accounts {

namespace {

/// Stands in where `WHARFINGER_STORE` names no store: whoever mistyped it must not end up with another one than meant.
class NoStore final : public CredentialStore {
public:
    explicit NoStore(Failure why)
        : m_why(std::move(why))
    {
    }
    [[nodiscard]] StoreKind kind() const override { return StoreKind::Keychain; }
    [[nodiscard]] QString name() const override { return qEnvironmentVariable("WHARFINGER_STORE"); }
    [[nodiscard]] Task<Result<SharedSecret>> read(QString) override { co_return fail(m_why); }
    [[nodiscard]] Task<Result<void>> write(QString, SharedSecret) override { co_return fail(m_why); }
    [[nodiscard]] Task<Result<void>> remove(QString) override { co_return fail(m_why); }

private:
    Failure m_why;
};

} // namespace

StoreDescription describeStore(const CredentialStore &store)
{
    const auto *vault = dynamic_cast<const VaultStore *>(&store);
    return { .kind = store.kind(), .name = store.name(), .path = vault ? vault->path() : QString() };
}

std::shared_ptr<CredentialStore> openCredentialStore()
{
    // Taken in any case: no child of a program that uses the keychain inherits it either.
    PassphraseSource source = PassphraseSource::takeFromEnvironment();
    const auto choice = chooseStore(qEnvironmentVariable("WHARFINGER_STORE"), paths::vaultFile(), source);
    if (!choice)
        return std::make_shared<NoStore>(choice.error());
    if (choice->kind == StoreKind::Vault)
        return std::make_shared<VaultStore>(paths::vaultFile(), std::move(source));
    return std::make_shared<KeychainStore>();
}

} // namespace wharf::accounts
