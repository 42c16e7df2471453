#pragma once

#include "core/accounts/account_book.h"
#include "core/accounts/account_state.h"
#include "core/accounts/credential_store.h"
#include "core/accounts/proof.h"
#include "core/net/session.h"
#include "core/registry/access_query.h"

#include <QHash>
#include <QObject>
#include <QUuid>

namespace wharf::accounts {

/// What was found for one repository of an account.
struct AccessFindings {
    QString repository;
    QDateTime askedAt;
    registry::AccessAnswer answer;  ///< empty rows where `failure` is set
    std::optional<Failure> failure; ///< the question could not be asked, or was refused whole
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
    /// Checks every account, a few at a time: a long list is no burst of requests.
    void checkAll();
    /// Takes over what a sign-in has just proven, so that nothing is asked twice.
    void adopt(const QUuid &account, const Proof &proof);
    /// Sets what is known without asking anybody: what was saved, or a demonstration's fixtures.
    void restore(const QUuid &account, AccountState state, QList<AccessFindings> access);
    /// Asks what the account may do in a repository; see registry::queryAccess(). Ends in accessChanged().
    void askAccess(const QUuid &account, const registry::AccessQuestion &question);
    /// True while askAccess() runs for this account.
    [[nodiscard]] bool isAsking(const QUuid &account) const;
    /// Ends what runs for the account; what was known before stands.
    void cancel(const QUuid &account);

Q_SIGNALS:
    void stateChanged(const QUuid &account);
    void accessChanged(const QUuid &account);

private:
    struct Running {
        std::shared_ptr<net::Session> check;
        std::shared_ptr<net::Session> access;
    };
    friend struct CheckerCallbacks;
    void checkEnded(const QUuid &account, const std::shared_ptr<net::Session> &session, const Result<Proof> &outcome);
    void accessEnded(const QUuid &account, const std::shared_ptr<net::Session> &session, AccessFindings findings);
    void setState(const QUuid &account, AccountState state);
    void remember(const QUuid &account, const Proof &proof);
    void rememberRepository(const QUuid &account, const QString &repository);
    void dropWhatIsGone();
    void checkNext();

    AccountBook &m_book;
    std::shared_ptr<CredentialStore> m_store;
    std::shared_ptr<const Clock> m_clock;
    SessionFactory m_sessions;
    QHash<QUuid, AccountState> m_states;
    QHash<QUuid, QList<AccessFindings>> m_access;
    QHash<QUuid, Running> m_running;
    QList<QUuid> m_waiting; ///< for checkAll(), in order
    /// What a check that ends later looks at first: gone with this object.
    std::shared_ptr<AccountChecker *> m_alive;
};

} // namespace wharf::accounts
