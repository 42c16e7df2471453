#include "core/activity/push_recorder.h"

#include "core/base/log.h"
#include "core/wording/wording.h"

namespace wharf::activity {

ActivityEntry entryOf(const push::QueuedPush &ended, const QDateTime &now)
{
    const registry::ImageReference &to = ended.order.destination;
    ActivityEntry entry { .time = now,
                          .kind = {},
                          .host = to.host.name(),
                          .repository = to.tag.isEmpty() ? to.repository : to.repository + QLatin1Char(':') + to.tag,
                          .account = ended.account,
                          .facts = { { QStringLiteral("source"), ended.order.source.place } } };
    const auto number = [&entry](const char *name, qint64 value) { entry.facts.insert(QLatin1String(name), QString::number(value)); };
    using State = push::QueuedPush::State;
    if (ended.state == State::Done && ended.outcome) {
        entry.kind = pushDone;
        entry.facts.insert(QStringLiteral("digest"), ended.outcome->digest);
        number("size", ended.outcome->size);
        number("sent", ended.outcome->sent);
        number("milliseconds", ended.outcome->milliseconds);
        number("renewals", ended.outcome->renewals);
    } else if (ended.state == State::Failed && ended.failure) {
        entry.kind = pushFailed;
        entry.facts.insert(QStringLiteral("stage"), stageName(ended.failure->stage));
        entry.facts.insert(QStringLiteral("kind"), kindName(ended.failure->kind));
        entry.facts.insert(QStringLiteral("words"), wording::failureWords(*ended.failure, to.host.name()).sentence);
        if (ended.failure->httpStatus > 0)
            number("status", ended.failure->httpStatus);
    } else if (ended.state == State::Cancelled) {
        entry.kind = pushCancelled;
        number("sent", ended.progress.sent);
    }
    return entry;
}

PushRecorder::PushRecorder(const push::PushQueue &queue, ActivityLog &log, std::shared_ptr<const Clock> clock, QObject *parent)
    : QObject(parent)
    , m_queue(queue)
    , m_log(log)
    , m_clock(std::move(clock))
{
    connect(&queue, &push::PushQueue::ended, this, &PushRecorder::ended);
}

void PushRecorder::ended(const QUuid &id)
{
    const push::QueuedPush *push = m_queue.find(id);
    if (!push)
        return;
    const ActivityEntry entry = entryOf(*push, m_clock->now());
    if (entry.kind.isEmpty())
        return;
    if (const auto written = m_log.append(entry); !written)
        qCWarning(logAccounts, "The activity file could not be written: %s", qUtf8Printable(kindName(written.error().kind)));
}

} // namespace wharf::activity

#include "moc_push_recorder.cpp"
