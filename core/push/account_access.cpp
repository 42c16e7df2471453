#include "core/push/account_access.h"

#include "core/accounts/sign_in.h"

namespace wharf::push {

Task<Result<PushAccess>> accountAccess(std::shared_ptr<accounts::CredentialStore> store, accounts::Accounts all, QUuid account,
                                       registry::RegistryHost host)
{
    if (account.isNull()) {
        accounts::Account nobody;
        nobody.host = host;
        co_return PushAccess { .credential = {}, .network = accounts::networkSettings(nobody) };
    }
    const accounts::Account *found = all.find(account);
    if (!found)
        co_return fail({ .stage = Stage::Input, .kind = Kind::NotFound, .subject = account.toString(QUuid::WithoutBraces) });
    const accounts::Account like = *found;
    if (like.host != host)
        co_return fail({ .stage = Stage::Input, .kind = Kind::Invalid, .subject = host.name() });
    const Result<SharedSecret> secret = co_await store->read(like.storeKey());
    if (!secret)
        co_return fail(secret.error());
    co_return PushAccess { .credential = { .userName = like.userName, .secret = *secret }, .network = accounts::networkSettings(like) };
}

} // namespace wharf::push
