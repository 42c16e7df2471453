#include "core/accounts/account_checker.h"

#include "core/accounts/sign_in.h"

namespace wharf::accounts {

namespace {

/// A proof this recent is not written to the file again.
constexpr int rememberEverySeconds = 60;
/// Checks of checkAll() that run at once.
constexpr qsizetype checksAtOnce = 4;
/// GitLab warns of an end this many days ahead, and so do we.
constexpr int expiringDays = 30;

AccountState stateFrom(const Proof &proof, const QDateTime &now)
{
    AccountState state;
    state.since = now;
    state.token = proof.token;
    state.claims = proof.claims;
    state.basic = proof.basic || proof.unchallenged;
    state.standing = Standing::Ready;
    if (proof.tokenInfo && proof.tokenInfo->expiresAt.isValid()
        && now.date().daysTo(proof.tokenInfo->expiresAt) <= expiringDays)
        state.standing = Standing::Expiring;
    return state;
}

Task<Result<Credential>> readCredential(std::shared_ptr<CredentialStore> store, Account account)
{
    auto secret = co_await store->read(account.storeKey());
    if (!secret)
        co_return fail(secret.error());
    co_return Credential { .userName = account.userName, .secret = std::move(*secret) };
}

Task<Result<Proof>> proveAccount(std::shared_ptr<net::Session> session, std::shared_ptr<CredentialStore> store, Account account)
{
    auto credential = co_await readCredential(store, account);
    if (!credential)
        co_return fail(credential.error());
    co_return co_await proveCredential(session, account.host, std::move(*credential), account.kind, ProofObserver());
}

Task<Result<registry::AccessAnswer>> askRegistry(std::shared_ptr<net::Session> session, std::shared_ptr<CredentialStore> store,
                                                 Account account, registry::AccessQuestion question)
{
    auto credential = co_await readCredential(store, account);
    if (!credential)
        co_return fail(credential.error());
    const auto ping = co_await registry::pingRegistry(session, account.host);
    if (!ping)
        co_return fail(ping.error());
    const registry::Challenge *challenge = registry::preferredChallenge(ping->challenges);
    co_return co_await registry::queryAccess(session, ping->api, challenge ? *challenge : registry::Challenge(),
                                             std::move(*credential), question);
}

} // namespace

/// The ends of the checker's coroutines: they hold no checker, and look whether it still lives before they report.
struct CheckerCallbacks {
    using Alive = std::weak_ptr<AccountChecker *>;

    static Task<> check(Alive alive, std::shared_ptr<net::Session> session, std::shared_ptr<CredentialStore> store, Account account)
    {
        const auto outcome = co_await proveAccount(session, store, account);
        if (const auto checker = alive.lock())
            (*checker)->checkEnded(account.id, session, outcome);
    }

    static Task<> access(Alive alive, std::shared_ptr<net::Session> session, std::shared_ptr<CredentialStore> store,
                         Account account, registry::AccessQuestion question)
    {
        auto answer = co_await askRegistry(session, store, account, question);
        AccessFindings findings { .repository = question.repository, .askedAt = session->clock().now(), .answer = {}, .failure = {} };
        if (answer)
            findings.answer = std::move(*answer);
        else
            findings.failure = answer.error();
        if (const auto checker = alive.lock())
            (*checker)->accessEnded(account.id, session, std::move(findings));
    }
};

AccountChecker::AccountChecker(AccountBook &book, std::shared_ptr<CredentialStore> store, std::shared_ptr<const Clock> clock,
                               SessionFactory sessions, QObject *parent)
    : QObject(parent)
    , m_book(book)
    , m_store(std::move(store))
    , m_clock(std::move(clock))
    , m_sessions(std::move(sessions))
    , m_alive(std::make_shared<AccountChecker *>(this))
{
    connect(&m_book, &AccountBook::changed, this, &AccountChecker::dropWhatIsGone);
}

AccountChecker::~AccountChecker()
{
    m_alive.reset();
    for (const Running &running : std::as_const(m_running)) {
        if (running.check)
            running.check->close();
        if (running.access)
            running.access->close();
    }
}

AccountState AccountChecker::state(const QUuid &account) const
{
    AccountState state = m_states.value(account);
    if (m_running.value(account).check)
        state.standing = Standing::Checking;
    return state;
}

QList<AccessFindings> AccountChecker::access(const QUuid &account) const
{
    return m_access.value(account);
}

void AccountChecker::check(const QUuid &account)
{
    const Account *found = m_book.accounts().find(account);
    if (!found || m_running.value(account).check)
        return;
    const auto session = m_sessions(*found);
    if (!session)
        return;
    m_running[account].check = session;
    Q_EMIT stateChanged(account);
    CheckerCallbacks::check(m_alive, session, m_store, *found);
}

void AccountChecker::checkAll()
{
    m_waiting.clear();
    for (const Account &account : m_book.accounts().list)
        m_waiting.append(account.id);
    checkNext();
}

void AccountChecker::checkNext()
{
    const auto isRunning = [](const Running &one) { return one.check != nullptr; };
    while (!m_waiting.isEmpty() && std::count_if(m_running.cbegin(), m_running.cend(), isRunning) < checksAtOnce)
        check(m_waiting.takeFirst());
}

void AccountChecker::adopt(const QUuid &account, const Proof &proof)
{
    setState(account, stateFrom(proof, m_clock->now()));
}

void AccountChecker::restore(const QUuid &account, AccountState state, QList<AccessFindings> access)
{
    m_access.insert(account, std::move(access));
    setState(account, std::move(state));
    Q_EMIT accessChanged(account);
}

void AccountChecker::askAccess(const QUuid &account, const registry::AccessQuestion &question)
{
    const Account *found = m_book.accounts().find(account);
    if (!found || isAsking(account))
        return;
    const auto session = m_sessions(*found);
    if (!session)
        return;
    m_running[account].access = session;
    Q_EMIT accessChanged(account);
    CheckerCallbacks::access(m_alive, session, m_store, *found, question);
}

bool AccountChecker::isAsking(const QUuid &account) const
{
    return m_running.value(account).access != nullptr;
}

void AccountChecker::cancel(const QUuid &account)
{
    const Running running = m_running.value(account);
    if (running.check)
        running.check->close();
    if (running.access)
        running.access->close();
}

void AccountChecker::checkEnded(const QUuid &account, const std::shared_ptr<net::Session> &session, const Result<Proof> &outcome)
{
    if (m_running.value(account).check != session)
        return;
    m_running[account].check.reset();
    session->close();
    // Queued: a store that fails at once would otherwise end one check inside the start of another.
    QMetaObject::invokeMethod(this, &AccountChecker::checkNext, Qt::QueuedConnection);
    if (outcome) {
        setState(account, stateFrom(*outcome, m_clock->now()));
        remember(account, *outcome);
        return;
    }
    if (outcome.error().kind == Kind::Cancelled) {
        Q_EMIT stateChanged(account);
        return;
    }
    // What was known before stands beside the failure: a token goes on counting down while its registry is away.
    AccountState state = m_states.value(account);
    const Standing standing = standingAfter(outcome.error());
    if (state.standing != standing || !state.since.isValid())
        state.since = m_clock->now();
    state.standing = standing;
    state.failure = outcome.error();
    if (!couldNotTalk(outcome.error())) {
        state.token.reset();
        state.claims.reset();
    }
    setState(account, std::move(state));
}

void AccountChecker::accessEnded(const QUuid &account, const std::shared_ptr<net::Session> &session, AccessFindings findings)
{
    if (m_running.value(account).access != session)
        return;
    m_running[account].access.reset();
    session->close();
    if (!findings.failure || findings.failure->kind != Kind::Cancelled) {
        QList<AccessFindings> &all = m_access[account];
        all.removeIf([&findings](const AccessFindings &old) { return old.repository == findings.repository; });
        const bool answered = !findings.failure;
        const QString repository = findings.repository;
        all.prepend(std::move(findings));
        if (answered)
            rememberRepository(account, repository);
    }
    Q_EMIT accessChanged(account);
}

void AccountChecker::setState(const QUuid &account, AccountState state)
{
    m_states.insert(account, std::move(state));
    Q_EMIT stateChanged(account);
}

void AccountChecker::remember(const QUuid &account, const Proof &proof)
{
    const Account *known = m_book.accounts().find(account);
    if (!known)
        return;
    const QDateTime now = m_clock->now();
    const auto facts = factsOf(proof, now);
    const bool sameFacts = !facts
        || (known->facts && known->facts->name == facts->name && known->facts->scopes == facts->scopes
            && known->facts->expiresAt == facts->expiresAt);
    if (sameFacts && known->lastProven.isValid() && known->lastProven.secsTo(now) < rememberEverySeconds)
        return;
    // A file that cannot be written now loses a date, not a sign-in: the book reports its own trouble.
    const auto written = m_book.update([&](Accounts &accounts) {
        if (const Account *current = accounts.find(account)) {
            Account changed = *current;
            changed.lastProven = now;
            changed.kind = proof.kind;
            if (facts)
                changed.facts = facts;
            accounts.put(changed);
        }
    });
    Q_UNUSED(written)
}

void AccountChecker::rememberRepository(const QUuid &account, const QString &repository)
{
    const Account *known = m_book.accounts().find(account);
    if (!known || (!known->repositories.isEmpty() && known->repositories.first() == repository))
        return;
    // As with a proof: a file that cannot be written now loses a suggestion.
    const auto written = m_book.update([&](Accounts &accounts) {
        if (const Account *current = accounts.find(account)) {
            Account changed = *current;
            changed.lookedAt(repository);
            accounts.put(changed);
        }
    });
    Q_UNUSED(written)
}

void AccountChecker::dropWhatIsGone()
{
    const auto gone = [this](const QUuid &account) { return m_book.accounts().find(account) == nullptr; };
    const QList<QUuid> running = m_running.keys();
    for (const QUuid &account : running) {
        if (gone(account))
            cancel(account);
    }
    m_states.removeIf([&gone](auto entry) { return gone(entry.key()); });
    m_access.removeIf([&gone](auto entry) { return gone(entry.key()); });
}

} // namespace wharf::accounts
