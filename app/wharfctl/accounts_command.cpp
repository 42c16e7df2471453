#include "app/wharfctl/commands.h"
#include "app/wharfctl/documents.h"
#include "app/wharfctl/table.h"
#include "core/wording/wording.h"

namespace wharf::ctl {

namespace {

QString expiryWord(const accounts::Account &account)
{
    if (!account.facts)
        return QStringLiteral("-");
    return account.facts->expiresAt.isValid() ? account.facts->expiresAt.toString(Qt::ISODate) : QStringLiteral("never");
}

Task<int> listAccounts(std::shared_ptr<Workplace> workplace)
{
    const Console console = workplace->console();
    const auto known = workplace->accountFile().load();
    if (!known)
        co_return workplace->report(known.error(), {});

    QList<QStringList> rows { { QString(), QStringLiteral("HOST"), QStringLiteral("USER"), QStringLiteral("EXPIRES"), QStringLiteral("PROVEN"), QStringLiteral("KIND") } };
    QJsonArray documents;
    for (const accounts::Account &account : known->list) {
        const accounts::Account *active = known->activeFor(account.host);
        const bool isActive = active && active->id == account.id;
        documents.append(accountDocument(account, isActive));
        rows.append({ isActive ? QStringLiteral("*") : QStringLiteral(" "), account.host.name(),
                      account.label.isEmpty() ? account.userName : QStringLiteral("%1 (%2)").arg(account.userName, account.label),
                      expiryWord(account),
                      account.lastProven.isValid() ? account.lastProven.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm")) : QStringLiteral("never"),
                      wording::tokenKindWord(account.kind) });
    }
    if (known->list.isEmpty()) {
        console.say(QStringLiteral("There is no account yet. wharfctl login HOST adds one."));
    } else {
        const QStringList lines = table(rows);
        for (const QString &line : lines)
            console.say(line);
    }
    console.document(QStringLiteral("wharfinger.accounts/1"), { { QStringLiteral("accounts"), documents } });
    co_return AllWell;
}

} // namespace

Command accountsCommand()
{
    return { .grammar = { .command = QStringLiteral("accounts"),
                          .arguments = QString(),
                          .description = QStringLiteral("List the sign-ins; * is the one clients get."),
                          .least = 0,
                          .most = 0,
                          .own = {} },
             .run = listAccounts };
}

} // namespace wharf::ctl
