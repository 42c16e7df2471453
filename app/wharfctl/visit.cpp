#include "app/wharfctl/visit.h"

namespace wharf::ctl {

Task<Result<Visit>> visitRegistry(std::shared_ptr<Workplace> workplace, registry::RegistryHost host)
{
    const auto account = chosenAccount(*workplace, host);
    if (!account)
        co_return fail(account.error());
    auto secret = co_await workplace->store()->read(account->storeKey());
    if (!secret)
        co_return fail(secret.error());
    const auto session = workplace->session(account->host, workplace->options().network(account->network));
    auto ping = co_await registry::pingRegistry(session, account->host);
    if (!ping)
        co_return fail(ping.error());
    Visit visit { .account = *account,
                  .credential = { .userName = account->userName, .secret = std::move(*secret) },
                  .session = session,
                  .ping = std::move(*ping) };
    co_return visit;
}

} // namespace wharf::ctl
