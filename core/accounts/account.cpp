#include "core/accounts/account.h"

#include <algorithm>

namespace wharf::accounts {

namespace {

/// The only element that fits, or null.
template <class Fits>
const Account *theOne(const QList<Account> &list, Fits fits)
{
    const auto first = std::find_if(list.begin(), list.end(), fits);
    if (first == list.end() || std::find_if(first + 1, list.end(), fits) != list.end())
        return nullptr;
    return &*first;
}

template <class Fits>
bool anyFits(const QList<Account> &list, Fits fits)
{
    return std::any_of(list.begin(), list.end(), fits);
}

/// After an account has left `host`: hands its place as the active one to another account there.
void passOn(Accounts &accounts, const registry::RegistryHost &host, const QUuid &left)
{
    if (accounts.active.value(host.name()) != left)
        return;
    const auto heir = std::find_if(accounts.list.cbegin(), accounts.list.cend(),
                                   [&](const Account &account) { return account.host == host; });
    if (heir == accounts.list.cend())
        accounts.active.remove(host.name());
    else
        accounts.active.insert(host.name(), heir->id);
}

} // namespace

void Account::lookedAt(const QString &repository)
{
    repositories.removeAll(repository);
    repositories.prepend(repository);
    repositories = repositories.mid(0, mostRepositories);
}

QString Account::storeKey() const
{
    return QLatin1String("account/") + id.toString(QUuid::WithoutBraces);
}

QString Account::displayName() const
{
    return label.isEmpty() ? userName : label;
}

const Account *Accounts::find(const QUuid &id) const
{
    return theOne(list, [&](const Account &account) { return account.id == id; });
}

const Account *Accounts::activeFor(const registry::RegistryHost &host) const
{
    const auto chosen = active.constFind(host.name());
    if (chosen != active.constEnd()) {
        const Account *account = find(*chosen);
        if (account && account->host == host)
            return account;
    }
    return theOne(list, [&](const Account &account) { return account.host == host; });
}

QList<Account> Accounts::on(const registry::RegistryHost &host) const
{
    QList<Account> found;
    std::copy_if(list.begin(), list.end(), std::back_inserter(found),
                 [&](const Account &account) { return account.host == host; });
    return found;
}

const Account *Accounts::named(const QString &text) const
{
    if (const QUuid id = QUuid::fromString(text); !id.isNull())
        return find(id);

    // A user name may be an e-mail address: the host follows the last @.
    if (const qsizetype at = text.lastIndexOf(QLatin1Char('@')); at > 0) {
        const auto host = registry::RegistryHost::parse(text.mid(at + 1));
        const QString user = text.left(at);
        const auto fits = [&](const Account &account) { return account.host == *host && account.userName == user; };
        if (host && anyFits(list, fits))
            return theOne(list, fits);
    }

    const auto labelled = [&](const Account &account) { return !text.isEmpty() && account.label == text; };
    if (anyFits(list, labelled))
        return theOne(list, labelled);

    const auto host = registry::RegistryHost::parse(text);
    return host ? theOne(list, [&](const Account &account) { return account.host == *host; }) : nullptr;
}

void Accounts::put(Account account)
{
    const registry::RegistryHost host = account.host;
    const QUuid id = account.id;
    const auto old = std::find_if(list.begin(), list.end(), [&](const Account &other) { return other.id == id; });
    if (old == list.end()) {
        list.append(std::move(account));
    } else {
        const registry::RegistryHost oldHost = old->host;
        *old = std::move(account);
        if (!(oldHost == host))
            passOn(*this, oldHost, id);
    }
    if (!active.contains(host.name()))
        active.insert(host.name(), id);
}

void Accounts::remove(const QUuid &id)
{
    const auto gone = std::find_if(list.cbegin(), list.cend(), [&](const Account &account) { return account.id == id; });
    if (gone == list.cend())
        return;
    const registry::RegistryHost host = gone->host;
    list.erase(gone);
    passOn(*this, host, id);
}

} // namespace wharf::accounts
