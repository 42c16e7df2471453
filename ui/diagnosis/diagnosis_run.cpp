#include "ui/diagnosis/diagnosis_run.h"

namespace wharf::ui {

/// What comes from a run goes only to who still waits for that very run.
struct DiagnosisWay {
    static DiagnosisRun *waiting(const std::weak_ptr<DiagnosisRun *> &alive, const std::shared_ptr<Stop> &stop)
    {
        const auto found = alive.lock();
        return found && (*found)->m_stop == stop ? *found : nullptr;
    }

    static diagnosis::StepObserver observer(const std::weak_ptr<DiagnosisRun *> &alive, const std::shared_ptr<Stop> &stop)
    {
        return [alive, stop](const diagnosis::Step &step) {
            if (DiagnosisRun *run = waiting(alive, stop))
                Q_EMIT run->stepChanged(step);
        };
    }

    static Task<> walk(std::weak_ptr<DiagnosisRun *> alive, Examiner examiner, std::shared_ptr<accounts::CredentialStore> store,
                       std::shared_ptr<const Clock> clock, std::shared_ptr<Stop> stop, DiagnosisRun::Order order)
    {
        if (!order.storeKey.isEmpty()) {
            const Result<SharedSecret> secret = co_await store->read(order.storeKey);
            if (DiagnosisRun *run = waiting(alive, stop))
                run->m_reading = false;
            if (stop->isStopped())
                co_return;
            if (!secret) {
                refuse(alive, stop, secret.error());
                co_return;
            }
            order.question.credential.secret = *secret;
        }
        const diagnosis::Diagnosis diagnosis = co_await examiner(order.question, clock, stop, observer(alive, stop));
        if (DiagnosisRun *run = waiting(alive, stop)) {
            run->m_stop.reset();
            Q_EMIT run->finished(diagnosis);
        }
    }

    static void refuse(const std::weak_ptr<DiagnosisRun *> &alive, const std::shared_ptr<Stop> &stop, const Failure &failure)
    {
        if (DiagnosisRun *run = waiting(alive, stop)) {
            run->m_stop.reset();
            Q_EMIT run->failed(failure);
        }
    }
};

DiagnosisRun::DiagnosisRun(Examiner examiner, std::shared_ptr<accounts::CredentialStore> store, std::shared_ptr<const Clock> clock,
                           QObject *parent)
    : QObject(parent)
    , m_examiner(std::move(examiner))
    , m_store(std::move(store))
    , m_clock(std::move(clock))
    , m_alive(std::make_shared<DiagnosisRun *>(this))
{
}

DiagnosisRun::~DiagnosisRun()
{
    m_alive.reset();
    forget();
}

void DiagnosisRun::start(const Order &order)
{
    forget();
    m_stop = std::make_shared<Stop>();
    m_reading = !order.storeKey.isEmpty();
    DiagnosisWay::walk(m_alive, m_examiner, m_store, m_clock, m_stop, order);
}

void DiagnosisRun::cancel()
{
    if (m_reading) {
        // A keychain that asks to be unlocked may never answer.
        forget();
        Q_EMIT failed({ .stage = Stage::Keychain, .kind = Kind::Cancelled });
        return;
    }
    // Kept until the end comes back: what was seen until now is worth showing.
    if (const auto stop = m_stop)
        stop->stop();
}

void DiagnosisRun::forget()
{
    m_reading = false;
    if (const auto stop = std::exchange(m_stop, nullptr))
        stop->stop();
}

} // namespace wharf::ui
