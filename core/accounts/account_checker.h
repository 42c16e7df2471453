#pragma once

#include "core/accounts/account_book.h"
#include "core/accounts/account_state.h"
#include "core/accounts/credential_store.h"
#include "core/net/exchange.h"
#include "core/net/session.h"

#include <QHash>
#include <QObject>
#include <QUuid>

namespace wharf::accounts {

/// What was found for one repository of an account.
struct AccessFindings {
    QString repository;
    QDateTime askedAt;
    QList<registry::GrantRow> rows;      ///< pull, push, delete
    std::optional<Failure> failure;      ///< the exchange was refused
    /// The outcome of *Check push right* (an upload started and taken back): none when it was not asked.
    std::optional<Result<void>> pushProof;
};

/// Asks registries about accounts and knows how each stands. One check per account at a time; a second request joins it.
/// Sessions are made per check and ended with it, with the account, or with this object.
class AccountChecker final : public QObject {
    Q_OBJECT
public:
    /// May give null, in a demonstration: then nothing is asked and what is known stands.
    using SessionFactory = std::function<std::shared_ptr<net::Session>(const Account &)>;

    AccountChecker(AccountBook &book, std::shared_ptr<CredentialStore> store, std::shared_ptr<const Clock> clock,
                   SessionFactory sessions, QObject *parent = nullptr);
    ~AccountChecker() override;

    [[nodiscard]] AccountState state(const QUuid &account) const;
    [[nodiscard]] QList<AccessFindings> access(const QUuid &account) const;
    [[nodiscard]] const Clock &clock() const { return *m_clock; }

    /// Proves the account anew: reads its secret, pings, exchanges. The answer comes as stateChanged().
    void check(const QUuid &account);
    void checkAll();
    /// Takes over what a sign-in has just proven, so that nothing is asked twice.
    void adopt(const QUuid &account, const struct Proof &proof);
    /// Sets what is known without asking anybody: what was saved, or a demonstration's fixtures.
    void restore(const QUuid &account, AccountState state, QList<AccessFindings> access);
    /// Asks what the account may do in a repository (pull, push, delete). `probePush` also starts an upload and takes it
    /// back, only where the pull grant shows that the repository exists. Ends in accessChanged().
    void askAccess(const QUuid &account, const QString &repository, bool probePush);
    void cancel(const QUuid &account);
    [[nodiscard]] bool isBusy(const QUuid &account) const;

Q_SIGNALS:
    void stateChanged(const QUuid &account);
    void accessChanged(const QUuid &account);

private:
    struct Private;
    std::unique_ptr<Private> d;
    std::shared_ptr<const Clock> m_clock;
};

} // namespace wharf::accounts
