#include "app/wharfctl/commands.h"
#include "app/wharfctl/documents.h"
#include "app/wharfctl/hand_over.h"
#include "core/accounts/sign_in.h"
#include "core/wording/wording.h"

namespace wharf::ctl {

namespace {

/// The accounts that `text` means: one by name, or those of a host.
QList<accounts::Account> meant(const accounts::Accounts &known, const QString &text)
{
    if (const accounts::Account *account = known.named(text))
        return { *account };
    const auto host = registry::RegistryHost::parse(text);
    return host ? known.on(*host) : QList<accounts::Account>();
}

Task<int> logout(std::shared_ptr<Workplace> workplace)
{
    const Console console = workplace->console();
    const QString text = workplace->options().positional().first();
    const auto known = workplace->accountFile().load();
    if (!known)
        co_return workplace->report(known.error(), {});
    const QList<accounts::Account> leaving = meant(*known, text);
    if (leaving.isEmpty())
        co_return workplace->report({ .stage = Stage::Input, .kind = Kind::NotFound, .subject = text }, {});
    if (leaving.size() > 1 && !workplace->options().has(QStringLiteral("all"))) {
        QStringList names;
        for (const accounts::Account &account : leaving)
            names += account.userName + QLatin1Char('@') + account.host.name();
        co_return console.wrongUsage(QStringLiteral("%1 has several accounts: %2. Name one of them, or add --all.").arg(text, names.join(QStringLiteral(", "))));
    }

    QJsonArray gone;
    int status = AllWell;
    for (const accounts::Account &account : leaving) {
        // The clients first: were this to fail, they would still find the account.
        const bool last = known->on(account.host).size() == 1 || leaving.size() > 1;
        const HandOver taken = last ? takeFromClients(workplace->clientFiles(), account.host) : HandOver();
        if (taken.trouble)
            co_return workplace->report(*taken.trouble, account.host.name());
        const auto out = co_await accounts::signOut(workplace->store(), workplace->accountFile(), account.id);
        if (!out && out.error().stage != Stage::Keychain)
            co_return workplace->report(out.error(), account.host.name());
        if (!out) {
            console.note(QStringLiteral("wharfctl: the account is gone, and its token may still lie in the keychain. ")
                         + wording::failureWords(out.error(), account.host.name(), wording::Voice::Terminal).text());
            status = CouldNotRun;
        }
        gone.append(accountDocument(account, false));
        console.say(QStringLiteral("Signed %1 out of %2. The token itself stays valid there.").arg(account.userName, account.host.name()));
    }
    console.document(QStringLiteral("wharfinger.logout/1"), { { QStringLiteral("accounts"), gone } });
    co_return status;
}

} // namespace

Command logoutCommand()
{
    return { .grammar = { .command = QStringLiteral("logout"),
                          .arguments = QStringLiteral("HOST|ACCOUNT"),
                          .description = QStringLiteral("Forget a sign-in, here and for Docker."),
                          .least = 1,
                          .most = 1,
                          .own = { { QStringLiteral("all"), QStringLiteral("Every account of the host.") } } },
             .run = logout };
}

} // namespace wharf::ctl
