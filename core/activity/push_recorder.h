#pragma once

#include "core/activity/activity_log.h"
#include "core/push/push_queue.h"

namespace wharf::activity {

/// What the log keeps of a push that has ended. With `kind` empty: nothing, it has not.
[[nodiscard]] ActivityEntry entryOf(const push::QueuedPush &ended, const QDateTime &now);

/// Writes every push of the queue that ends into the log.
class PushRecorder final : public QObject {
    Q_OBJECT
public:
    PushRecorder(const push::PushQueue &queue, ActivityLog &log, std::shared_ptr<const Clock> clock, QObject *parent = nullptr);

private:
    void ended(const QUuid &id);

    const push::PushQueue &m_queue;
    ActivityLog &m_log;
    std::shared_ptr<const Clock> m_clock;
};

} // namespace wharf::activity
