#include "core/accounts/account_json.h"
#include "tests/fuzz/targets.h"

#include <QLoggingCategory>

using namespace wharf::accounts;

void wharf::fuzz::accountFile(QByteArrayView input)
{
    // An unknown entry is logged; a fuzzer has no use for a million such lines.
    static const bool quiet = (QLoggingCategory::setFilterRules(QStringLiteral("wharf.*=false")), true);
    Q_UNUSED(quiet)
    const auto document = parseAccounts(input);
    if (!document)
        return;
    const QByteArray printed = printAccounts(document->accounts, *document);
    const auto again = parseAccounts(printed);
    require(again.has_value(), "what is written can be read");
    require(again->accounts == document->accounts, "what is written is what was read");
    require(printAccounts(again->accounts, *again) == printed, "writing again changes nothing");
    const auto fresh = parseAccounts(printAccounts(document->accounts, {}));
    require(fresh && fresh->accounts == document->accounts, "no account leans on what only the old file knew");
    for (const Account &account : document->accounts.list)
        require(!account.id.isNull() && !account.host.isEmpty(), "an account has an id and a host");
}
