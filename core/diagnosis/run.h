#pragma once

#include "core/diagnosis/examination.h"
#include "core/registry/registry_host.h"

#include <QHash>
#include <QTimer>

#include <memory>

namespace wharf::diagnosis {

class SystemAuthorities;

/// One run while it is under way: what was asked, what has been seen, and which steps are being walked.
///
/// Shared by the run's coroutines. Its sessions, but for one, end when it is stopped or its time is up.
class Run final : public QObject, public std::enable_shared_from_this<Run> {
    Q_OBJECT

public:
    Run(Question question, std::shared_ptr<const Clock> clock, std::shared_ptr<Stop> stop, StepObserver observer);
    ~Run() override;

    const Question question;
    const std::shared_ptr<const Clock> clock;
    /// What the probes listen to: stops with the caller's, and when the time is up.
    const std::shared_ptr<Stop> stop;
    const std::shared_ptr<net::Session> session;
    /// Talks plain HTTP to anybody, and is used without the person's credential only.
    const std::shared_ptr<net::Session> openSession;
    /// Outlives the stop, so that what was started at the server is taken back all the same.
    const std::shared_ptr<net::Session> takingBack;

    const std::shared_ptr<const SystemAuthorities> systemAuthorities;

    Evidence evidence;
    registry::RegistryHost host;
    /// What each client would send, by its name; to be tried, never to be shown.
    QHash<QString, Credential> clientCredentials;

    /// The step is under way; may be said again.
    void begin(StepId step);
    /// Something of the step has been seen: whoever watches is told.
    void progress(StepId step);
    /// Every part of the step has been seen.
    void end(StepId step);
    [[nodiscard]] bool isOver() const { return stop->isStopped(); }

    /// Reads everything once more, judges, and gives the result.
    [[nodiscard]] Diagnosis conclude();

private:
    struct Walked {
        std::chrono::milliseconds started {};
        std::chrono::milliseconds taken {};
        bool begun = false;
        bool ended = false;
    };
    [[nodiscard]] Step stepNow(StepId id) const;
    void takeExchange(const net::Exchange &exchange);
    [[nodiscard]] std::shared_ptr<net::Session> newSession(bool open);

    StepObserver m_observer;
    QHash<StepId, Walked> m_walked;
    QHash<StepId, QList<net::Exchange>> m_exchanges;
    QTimer m_limit;
    QDateTime m_startedWall;
    std::chrono::milliseconds m_started {};
    bool m_timeUp = false;
};

} // namespace wharf::diagnosis
