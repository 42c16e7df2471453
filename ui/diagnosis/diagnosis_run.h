#pragma once

#include "core/accounts/credential_store.h"
#include "core/diagnosis/examination.h"

#include <QObject>

namespace wharf::ui {

/// What examines: diagnosis::examine(), or a recording of it in the demonstration.
using Examiner = std::function<Task<diagnosis::Diagnosis>(diagnosis::Question, std::shared_ptr<const Clock>, std::shared_ptr<Stop>,
                                                          diagnosis::StepObserver)>;

/// One diagnosis under way. Ends with cancel(), after which finished() tells what was seen until then, or silently with this
/// object.
class DiagnosisRun final : public QObject {
    Q_OBJECT
public:
    /// What to examine and where its secret is kept.
    struct Order {
        diagnosis::Question question;
        QString storeKey; ///< the secret's, read from the store; empty where the question needs none
    };

    DiagnosisRun(Examiner examiner, std::shared_ptr<accounts::CredentialStore> store, std::shared_ptr<const Clock> clock,
                 QObject *parent = nullptr);
    ~DiagnosisRun() override;

    void start(const Order &order);
    void cancel();
    /// Ends without a word.
    void forget();
    [[nodiscard]] bool isRunning() const { return m_stop != nullptr; }

Q_SIGNALS:
    void stepChanged(const wharf::diagnosis::Step &step);
    void finished(const wharf::diagnosis::Diagnosis &diagnosis);
    /// The secret could not be read; Cancelled where nobody wanted it any more.
    void failed(const wharf::Failure &failure);

private:
    friend struct DiagnosisWay;

    Examiner m_examiner;
    std::shared_ptr<accounts::CredentialStore> m_store;
    std::shared_ptr<const Clock> m_clock;
    std::shared_ptr<Stop> m_stop;
    std::shared_ptr<DiagnosisRun *> m_alive;
    bool m_reading = false; ///< waiting for the secret
};

} // namespace wharf::ui
