#include "core/push/push_queue.h"

#include <algorithm>

namespace wharf::push {

using State = QueuedPush::State;

struct PushQueue::Entry {
    QueuedPush push;
    std::unique_ptr<Push> work; ///< from its first start until it ends
    int run = 0;                ///< which start of it this is: what comes for an earlier one comes too late
};

/// Waits for the credential, and brings it to the queue if that is there still.
struct AccessWay {
    static Task<> walk(std::weak_ptr<PushQueue *> alive, AccessGiver giver, QUuid id, QUuid account, registry::RegistryHost host, int run)
    {
        const Result<PushAccess> access = co_await giver(account, host);
        if (const auto queue = alive.lock())
            (*queue)->accessCame(id, run, access);
    }
};

PushQueue::PushQueue(Setting setting, QObject *parent)
    : QObject(parent)
    , m_setting(std::move(setting))
    , m_alive(std::make_shared<PushQueue *>(this))
{
    restore();
}

PushQueue::~PushQueue()
{
    m_alive.reset();
    // What is under way ends with its owner, and the file still has it.
    for (const auto &entry : m_entries) {
        if (entry->work)
            entry->work->disconnect(this);
    }
}

QUuid PushQueue::add(const PushOrder &order, const QUuid &account)
{
    auto entry = std::make_unique<Entry>();
    entry->push = { .id = QUuid::createUuid(), .order = order, .account = account, .added = m_setting.clock->now(), .state = State::Waiting };
    const QUuid id = entry->push.id;
    m_entries.push_back(std::move(entry));
    save();
    Q_EMIT added(id);
    startNext();
    return id;
}

void PushQueue::pause(const QUuid &id)
{
    Entry *found = entry(id);
    if (!found || (found->push.state != State::Waiting && found->push.state != State::Running))
        return;
    if (found->work && !found->push.canPause())
        return;
    if (found->work)
        found->work->pause();
    else
        ++found->run; // the credential that is being read comes too late
    setState(*found, State::Paused);
    startNext();
}

void PushQueue::resume(const QUuid &id)
{
    Entry *found = entry(id);
    if (!found || found->push.state != State::Paused)
        return;
    setState(*found, State::Waiting);
    startNext();
}

void PushQueue::cancel(const QUuid &id, bool forGood)
{
    Entry *found = entry(id);
    if (!found || found->push.hasEnded() || found->push.state == State::Cancelling)
        return;
    ++found->run;
    if (!found->work) {
        end(*found, State::Cancelled);
        return;
    }
    setState(*found, State::Cancelling);
    found->work->cancel(forGood);
}

void PushQueue::retry(const QUuid &id)
{
    Entry *found = entry(id);
    const auto mayRetry = { State::Failed, State::Cancelled, State::Interrupted };
    if (!found || std::find(mayRetry.begin(), mayRetry.end(), found->push.state) == mayRetry.end())
        return;
    found->push.progress = {};
    found->push.failure.reset();
    setState(*found, State::Waiting);
    startNext();
}

void PushQueue::remove(const QUuid &id)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&id](const auto &one) { return one->push.id == id; });
    if (found == m_entries.end() || !((*found)->push.hasEnded() || (*found)->push.state == State::Interrupted))
        return;
    m_entries.erase(found);
    save();
    Q_EMIT removed(id);
}

QList<QUuid> PushQueue::ids() const
{
    QList<QUuid> all;
    for (const auto &entry : m_entries)
        all.append(entry->push.id);
    return all;
}

const QueuedPush *PushQueue::find(const QUuid &id) const
{
    const Entry *found = entry(id);
    return found ? &found->push : nullptr;
}

PushQueue::Entry *PushQueue::entry(const QUuid &id) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&id](const auto &one) { return one->push.id == id; });
    return found == m_entries.end() ? nullptr : found->get();
}

void PushQueue::restore()
{
    const auto loaded = m_setting.file.load();
    if (!loaded) {
        m_trouble = loaded.error();
        return;
    }
    for (const QueuedPush &push : *loaded) {
        m_entries.push_back(std::make_unique<Entry>());
        m_entries.back()->push = push;
    }
}

void PushQueue::save()
{
    QList<QueuedPush> open;
    for (const auto &entry : m_entries) {
        if (!entry->push.hasEnded())
            open.append(entry->push);
    }
    const auto saved = m_setting.file.save(open);
    setTrouble(saved ? std::nullopt : std::optional(saved.error()));
}

void PushQueue::setTrouble(std::optional<Failure> trouble)
{
    if (m_trouble == trouble)
        return;
    m_trouble = std::move(trouble);
    Q_EMIT troubleChanged();
}

void PushQueue::setState(Entry &entry, State state)
{
    const bool hadEnded = entry.push.hasEnded();
    entry.push.state = state;
    // Whatever state an order that has not ended is in, the file says the same of it.
    if (hadEnded != entry.push.hasEnded())
        save();
    Q_EMIT changed(entry.push.id);
}

void PushQueue::end(Entry &entry, State state)
{
    const QUuid id = entry.push.id;
    setState(entry, state);
    Q_EMIT ended(id);
    startNext();
}

void PushQueue::startNext()
{
    for (const QUuid &id : ids()) {
        Entry *next = entry(id);
        if (next && next->push.state == State::Waiting && hasRoom(next->push.order.destination.host))
            start(*next);
    }
}

bool PushQueue::hasRoom(const registry::RegistryHost &host) const
{
    int running = 0;
    int there = 0;
    for (const auto &entry : m_entries) {
        if (entry->push.state != State::Running && entry->push.state != State::Cancelling)
            continue;
        ++running;
        there += entry->push.order.destination.host == host ? 1 : 0;
    }
    return running < m_setting.atOnce && there < m_setting.perHost;
}

void PushQueue::start(Entry &entry)
{
    const QUuid id = entry.push.id;
    if (entry.work) {
        setState(entry, State::Running);
        if (Entry *still = this->entry(id); still && still->work)
            still->work->resume();
        return;
    }
    const int run = ++entry.run;
    const QUuid account = entry.push.account;
    const registry::RegistryHost host = entry.push.order.destination.host;
    setState(entry, State::Running);
    AccessWay::walk(m_alive, m_setting.access, id, account, host, run);
}

void PushQueue::accessCame(const QUuid &id, int run, const Result<PushAccess> &access)
{
    Entry *found = entry(id);
    if (!found || found->run != run || found->push.state != State::Running)
        return;
    if (!access) {
        // Nobody wanted to unlock the keychain: that is no failure of the push.
        if (access.error().kind != Kind::Cancelled)
            found->push.failure = access.error();
        end(*found, found->push.failure ? State::Failed : State::Cancelled);
        return;
    }
    found->work = m_setting.make(found->push.order, *access);
    Push *work = found->work.get();
    connect(work, &Push::progressed, this, [this, id] {
        if (Entry *one = entry(id); one && one->work) {
            one->push.progress = one->work->progress();
            Q_EMIT progressed(id);
        }
    });
    connect(work, &Push::ended, this, [this, id](const Result<PushOutcome> &outcome) { pushEnded(id, outcome); });
    work->start();
}

void PushQueue::pushEnded(const QUuid &id, const Result<PushOutcome> &outcome)
{
    Entry *found = entry(id);
    if (!found || !found->work)
        return;
    found->push.progress = found->work->progress();
    letGo(*found);
    if (outcome) {
        found->push.outcome = *outcome;
        end(*found, State::Done);
    } else if (outcome.error().kind == Kind::Cancelled) {
        end(*found, State::Cancelled);
    } else {
        found->push.failure = outcome.error();
        end(*found, State::Failed);
    }
}

void PushQueue::letGo(Entry &entry)
{
    // It is the one that speaks just now.
    entry.work->disconnect(this);
    entry.work.release()->deleteLater();
}

} // namespace wharf::push

#include "moc_push_queue.cpp"
