#pragma once

#include "core/accounts/account_book.h"
#include "core/accounts/credential_store.h"
#include "core/docker/client_files.h"

#include <QObject>
#include <QUuid>

namespace wharf::ui {

enum class Client { Docker, Podman };

/// What the window does to accounts: choose the active one, sign out, give a registry to Docker and Podman or take it back.
class AccountActions final : public QObject {
    Q_OBJECT
public:
    AccountActions(accounts::AccountBook &book, std::shared_ptr<accounts::CredentialStore> store, docker::ClientFiles files,
                   QObject *parent = nullptr);
    ~AccountActions() override;

    [[nodiscard]] const docker::ClientFiles &clientFiles() const { return m_files; }
    [[nodiscard]] const QString &fileOf(Client client) const;

    Result<void> makeActive(const QUuid &account);
    /// Puts the helper entry of the registry into the client's file, or takes it out.
    Result<void> give(const registry::RegistryHost &host, Client client, bool given);
    /// Takes the account and its secret away, and the helper entries with the last account of its registry. A failure comes
    /// as failed(); the account is gone all the same where only its secret could not be removed.
    void signOut(const QUuid &account);

Q_SIGNALS:
    void failed(const wharf::Failure &failure, const QString &host);

private:
    friend struct SignOutEnd;
    void signOutEnded(const registry::RegistryHost &host, const Result<void> &outcome);

    accounts::AccountBook &m_book;
    std::shared_ptr<accounts::CredentialStore> m_store;
    docker::ClientFiles m_files;
    std::shared_ptr<AccountActions *> m_alive;
};

} // namespace wharf::ui
