#include "app/wharfctl/commands.h"
#include "app/wharfctl/documents.h"

namespace wharf::ctl {

namespace {

Task<int> use(std::shared_ptr<Workplace> workplace)
{
    const Console console = workplace->console();
    const QString name = workplace->options().positional().first();
    const auto known = workplace->accountFile().load();
    if (!known)
        co_return workplace->report(known.error(), {});
    const accounts::Account *chosen = known->named(name);
    if (!chosen)
        co_return workplace->report({ .stage = Stage::Input, .kind = Kind::NotFound, .subject = name }, {});
    const accounts::Account account = *chosen;
    const auto written = workplace->accountFile().update([account](accounts::Accounts &accounts) {
        if (accounts.find(account.id))
            accounts.active.insert(account.host.name(), account.id);
    });
    if (!written)
        co_return workplace->report(written.error(), {});
    console.say(QStringLiteral("Clients get %1 for %2 from now on.").arg(account.userName, account.host.name()));
    console.document(QStringLiteral("wharfinger.use/1"), { { QStringLiteral("account"), accountDocument(account, true) } });
    co_return AllWell;
}

} // namespace

Command useCommand()
{
    return { .grammar = { .command = QStringLiteral("use"),
                          .arguments = QStringLiteral("ACCOUNT"),
                          .description = QStringLiteral("Choose the account that clients get for its host."),
                          .least = 1,
                          .most = 1,
                          .own = {} },
             .run = use };
}

} // namespace wharf::ctl
