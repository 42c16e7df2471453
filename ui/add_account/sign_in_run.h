#pragma once

#include "core/accounts/sign_in.h"

#include <QObject>

namespace wharf::ui {

/// One sign-in under way. Ends with cancel() or with this object; nothing is left behind then.
class SignInRun final : public QObject {
    Q_OBJECT
public:
    explicit SignInRun(QObject *parent = nullptr);
    ~SignInRun() override;

    void start(const std::shared_ptr<net::Session> &session, const std::shared_ptr<accounts::CredentialStore> &store,
               const accounts::AccountFile &file, const accounts::SignInRequest &request);
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_session != nullptr; }

Q_SIGNALS:
    void stepChanged(wharf::accounts::ProofStep step, wharf::accounts::StepOutcome outcome);
    void succeeded(const wharf::accounts::SignedIn &signedIn);
    void failed(const wharf::Failure &failure);

private:
    friend struct SignInEnd;
    void ended(const std::shared_ptr<net::Session> &session, const Result<accounts::SignedIn> &outcome);

    std::shared_ptr<net::Session> m_session;
    std::shared_ptr<SignInRun *> m_alive;
};

} // namespace wharf::ui
