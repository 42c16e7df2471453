#include "ui/accounts/account_actions.h"

#include "core/accounts/sign_in.h"

namespace wharf::ui {

/// The end of a sign-out looks first whether somebody still waits for it.
struct SignOutEnd {
    static Task<> run(std::weak_ptr<AccountActions *> alive, std::shared_ptr<accounts::CredentialStore> store,
                      accounts::AccountFile file, accounts::Account account)
    {
        const auto outcome = co_await accounts::signOut(store, file, account.id);
        if (const auto actions = alive.lock())
            (*actions)->signOutEnded(account.host, outcome);
    }
};

AccountActions::AccountActions(accounts::AccountBook &book, std::shared_ptr<accounts::CredentialStore> store,
                               docker::ClientFiles files, QObject *parent)
    : QObject(parent)
    , m_book(book)
    , m_store(std::move(store))
    , m_files(std::move(files))
    , m_alive(std::make_shared<AccountActions *>(this))
{
}

AccountActions::~AccountActions() = default;

const QString &AccountActions::fileOf(Client client) const
{
    return client == Client::Docker ? m_files.dockerConfig : m_files.containersAuth;
}

Result<void> AccountActions::makeActive(const QUuid &account)
{
    return m_book.update([account](accounts::Accounts &all) {
        if (const accounts::Account *found = all.find(account))
            all.active.insert(found->host.name(), account);
    });
}

Result<void> AccountActions::give(const registry::RegistryHost &host, Client client, bool given)
{
    return given ? docker::setHelperEntry(fileOf(client), host) : docker::removeHelperEntry(fileOf(client), host);
}

void AccountActions::signOut(const QUuid &account)
{
    if (const accounts::Account *found = m_book.accounts().find(account))
        SignOutEnd::run(m_alive, m_store, m_book.file(), *found);
}

void AccountActions::signOutEnded(const registry::RegistryHost &host, const Result<void> &outcome)
{
    m_book.reload();
    if (m_book.accounts().on(host).isEmpty()) {
        for (const Client client : { Client::Docker, Client::Podman }) {
            if (const auto taken = give(host, client, false); !taken && taken.error().kind != Kind::Absent)
                Q_EMIT failed(taken.error(), host.name());
        }
    }
    if (!outcome)
        Q_EMIT failed(outcome.error(), host.name());
}

} // namespace wharf::ui
