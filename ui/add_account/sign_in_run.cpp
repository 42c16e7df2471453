#include "ui/add_account/sign_in_run.h"

namespace wharf::ui {

/// The end of a sign-in looks first whether somebody still waits for it.
struct SignInEnd {
    static Task<> run(std::weak_ptr<SignInRun *> alive, std::shared_ptr<net::Session> session,
                      std::shared_ptr<accounts::CredentialStore> store, accounts::AccountFile file,
                      accounts::SignInRequest request, accounts::ProofObserver observer)
    {
        const auto outcome = co_await accounts::signIn(session, store, file, request, observer);
        if (const auto waiting = alive.lock())
            (*waiting)->ended(session, outcome);
        session->close();
    }
};

SignInRun::SignInRun(QObject *parent)
    : QObject(parent)
    , m_alive(std::make_shared<SignInRun *>(this))
{
}

SignInRun::~SignInRun()
{
    m_alive.reset();
    cancel();
}

void SignInRun::start(const std::shared_ptr<net::Session> &session, const std::shared_ptr<accounts::CredentialStore> &store,
                      const accounts::AccountFile &file, const accounts::SignInRequest &request)
{
    m_session = session;
    const std::weak_ptr<SignInRun *> alive = m_alive;
    const std::weak_ptr<net::Session> mine = session;
    const auto observer = [alive, mine](accounts::ProofStep step, accounts::StepOutcome outcome) {
        const auto waiting = alive.lock();
        if (waiting && (*waiting)->m_session == mine.lock())
            Q_EMIT (*waiting)->stepChanged(step, outcome);
    };
    SignInEnd::run(m_alive, session, store, file, request, observer);
}

void SignInRun::cancel()
{
    if (const auto session = std::exchange(m_session, nullptr))
        session->close();
}

void SignInRun::ended(const std::shared_ptr<net::Session> &session, const Result<accounts::SignedIn> &outcome)
{
    if (m_session != session)
        return;
    m_session.reset();
    if (outcome)
        Q_EMIT succeeded(*outcome);
    else if (outcome.error().kind != Kind::Cancelled)
        Q_EMIT failed(outcome.error());
}

} // namespace wharf::ui
