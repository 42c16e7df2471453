#pragma once

#include "core/async/task.h"
#include "core/push/push.h"
#include "core/push/queue_file.h"

#include <functional>
#include <memory>
#include <vector>

namespace wharf::push {

using PushFactory = std::function<std::unique_ptr<Push>(PushOrder, PushAccess)>;
/// Gives what an account pushes with, each time anew: the queue keeps no secret. May wait for a keychain that is being unlocked.
using AccessGiver = std::function<Task<Result<PushAccess>>(QUuid account, registry::RegistryHost host)>;

/// Orders to push, and those under way: one for each registry at a time, two in all, in the order they came in. What has not ended is
/// in a file, and comes back as Interrupted when the program starts again.
class PushQueue final : public QObject {
    Q_OBJECT
public:
    struct Setting {
        PushFactory make;
        AccessGiver access;
        std::shared_ptr<const Clock> clock;
        QueueFile file;
        int atOnce = 2;
        int perHost = 1;
    };

    explicit PushQueue(Setting setting, QObject *parent = nullptr);
    ~PushQueue() override;

    /// Comes to its turn at once where there is room. The id is the new entry's.
    QUuid add(const PushOrder &order, const QUuid &account);
    /// Waiting or running: waits until resume(). A push that is paused makes room for another.
    void pause(const QUuid &id);
    /// A paused one goes on when there is room for it.
    void resume(const QUuid &id);
    /// Ends it. With `forGood` what has arrived in part is deleted at the registry; without, the next push of it goes on from there.
    void cancel(const QUuid &id, bool forGood);
    /// Once more what failed, was cancelled or interrupted: it goes on where it stopped.
    void retry(const QUuid &id);
    /// Takes an entry that is not under way out of the list.
    void remove(const QUuid &id);

    /// In the order they came in.
    [[nodiscard]] QList<QUuid> ids() const;
    [[nodiscard]] const QueuedPush *find(const QUuid &id) const;
    /// Why the file could not be read or written, if it could not: a restart of the program then forgets what is not done.
    [[nodiscard]] const std::optional<Failure> &trouble() const { return m_trouble; }

Q_SIGNALS:
    void added(const QUuid &id);
    /// Its state is another one.
    void changed(const QUuid &id);
    /// As often as the push itself says so.
    void progressed(const QUuid &id);
    /// It is done, has failed or was cancelled; after `changed`.
    void ended(const QUuid &id);
    void removed(const QUuid &id);
    void troubleChanged();

private:
    struct Entry;
    friend struct AccessWay;

    [[nodiscard]] Entry *entry(const QUuid &id) const;
    void restore();
    void save();
    void setTrouble(std::optional<Failure> trouble);
    void setState(Entry &entry, QueuedPush::State state);
    void end(Entry &entry, QueuedPush::State state);
    void startNext();
    [[nodiscard]] bool hasRoom(const registry::RegistryHost &host) const;
    void start(Entry &entry);
    void accessCame(const QUuid &id, int run, const Result<PushAccess> &access);
    void pushEnded(const QUuid &id, const Result<PushOutcome> &outcome);
    void letGo(Entry &entry);

    Setting m_setting;
    std::vector<std::unique_ptr<Entry>> m_entries;
    std::optional<Failure> m_trouble;
    std::shared_ptr<PushQueue *> m_alive;
};

} // namespace wharf::push
