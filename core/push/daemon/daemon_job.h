#pragma once

#include "core/async/later.h"
#include "core/docker/engine_flow.h"
#include "core/push/daemon/growth.h"
#include "core/push/daemon/push_reading.h"
#include "core/push/daemon/tag_loan.h"
#include "core/push/push.h"

#include <QTimer>

namespace wharf::push {

/// The work of a DaemonPush. Lives until it has come to its end, also without the DaemonPush: what it borrowed at the engine is
/// given back.
class DaemonJob final : public QObject, public std::enable_shared_from_this<DaemonJob> {
    Q_OBJECT
public:
    DaemonJob(PushOrder order, PushAccess access, std::shared_ptr<const Clock> clock, docker::EngineEndpoint endpoint,
              QProcessEnvironment environment);

    void start();
    void cancel() { m_stop->stop(); }

    [[nodiscard]] const PushOrder &order() const { return m_order; }
    [[nodiscard]] const PushProgress &progress() const { return m_progress; }

Q_SIGNALS:
    void progressed();
    void ended(const wharf::Result<wharf::push::PushOutcome> &outcome);

private:
    /// An engine that was reached, and the image there under the destination's name.
    struct Ready {
        docker::ReachedEngine engine;
        docker::InspectedImage image;
        TagLoan loan;
    };

    static Task<> run(std::shared_ptr<DaemonJob> self);
    static Task<Result<Ready>> prepare(std::shared_ptr<DaemonJob> self);

    void ask(const Ready &ready);
    void read(const QByteArray &bytes);
    void readEnd();
    void breakOff(const Failure &failure);
    void settle(const Result<PushOutcome> &outcome);
    [[nodiscard]] Result<PushOutcome> outcome() const;
    [[nodiscard]] Failure complaint(const QString &text, int status) const;

    void changed();
    void tell();
    void end(const Result<PushOutcome> &outcome);

    PushOrder m_order;
    PushAccess m_access;
    std::shared_ptr<const Clock> m_clock;
    docker::EngineEndpoint m_endpoint;
    QProcessEnvironment m_environment;
    std::shared_ptr<Stop> m_stop = std::make_shared<Stop>();
    std::chrono::milliseconds m_began {};

    std::unique_ptr<docker::EngineFlow> m_flow;
    PushReading m_reading;
    QByteArray m_refusal; ///< the body of an answer that is no 2xx
    bool m_settled = false;
    Later<Result<PushOutcome>> m_talk;

    PushProgress m_progress;
    Growth m_growth;
    QTimer m_rest; ///< runs only after something has been told
    bool m_untold = false;
};

} // namespace wharf::push
