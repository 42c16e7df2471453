#include "core/push/source/blob_stream.h"

#include "core/push/source/ending.h"
#include "core/push/source/image_failure.h"
#include "core/push/source/tar_seek.h"

#include <condition_variable>
#include <mutex>

namespace wharf::push {

struct BlobStream::Turn {
    Turn(WalkMaker maker, const QString &about, std::shared_ptr<Ending> end)
        : begin(std::move(maker)), subject(about), ending(std::move(end)), listener(ending, [this] {
              const std::lock_guard lock(mutex);
              changed.notify_all();
          })
    {
    }

    /// Waits for it. False where everything is to end.
    bool take()
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return !isTaken || ending->isEnded(); });
        if (ending->isEnded())
            return false;
        isTaken = true;
        return true;
    }

    void giveBack()
    {
        const std::lock_guard lock(mutex);
        isTaken = false;
        changed.notify_all();
    }

    [[nodiscard]] Failure cancelled() const { return imageFailure(Kind::Cancelled, subject); }

    const WalkMaker begin;
    const QString subject;
    const std::shared_ptr<Ending> ending;
    std::mutex mutex;
    std::condition_variable changed;
    bool isTaken = false;
    // Of who has the turn.
    std::unique_ptr<TarWalk> walk; ///< none: to be begun
    bool isWhole = true;           ///< every entry of this walk has been looked at
    Ending::Listener listener;
};

namespace {

/// Has the turn until it comes to the entry's end; reads on a walk of its own when it goes back afterwards.
class TurnReader final : public BlobReader {
public:
    TurnReader(std::shared_ptr<BlobStream::Turn> turn, const TarEntry &entry)
        : m_turn(std::move(turn)), m_walk(std::move(m_turn->walk)), m_name(entry.name), m_size(entry.size)
    {
    }

    ~TurnReader() override { endTurn(); }
    TurnReader(const TurnReader &) = delete;
    TurnReader &operator=(const TurnReader &) = delete;

    Result<qint64> read(char *into, qint64 most) override
    {
        if (m_turn->ending->isEnded())
            return fail(m_turn->cancelled());
        if (m_at == m_size) {
            endTurn(); // also an empty file's
            return 0;
        }
        if (!m_walk) {
            if (const auto sought = seek(m_at); !sought)
                return fail(sought.error());
        }
        const auto got = m_walk->read(into, most);
        if (!got || *got == 0) {
            m_walk.reset(); // it leads no further
            return got ? fail(imageFailure(Kind::BadReply, m_turn->subject, QStringLiteral("cut short"))) : got;
        }
        m_at += *got;
        if (m_at == m_size)
            endTurn();
        return got;
    }

    Result<void> seek(qint64 offset) override
    {
        const qint64 wanted = std::clamp<qint64>(offset, 0, m_size);
        if (wanted == m_size || (m_walk && wanted == m_at)) {
            m_at = wanted; // nothing is to be read
            return {};
        }
        if (!m_walk || wanted < m_at) {
            if (const auto begun = beginAnew(); !begun)
                return begun;
        }
        if (const auto passed = passOver(*m_walk, wanted - m_at, m_turn->subject); !passed) {
            m_walk.reset();
            return passed;
        }
        m_at = wanted;
        return {};
    }

private:
    Result<void> beginAnew()
    {
        m_walk.reset(); // the old way is left before a new one is begun
        if (m_hasTurn)
            m_turn->isWhole = false;
        auto walk = m_turn->begin();
        if (!walk)
            return fail(walk.error());
        const auto entry = walkTo(**walk, m_name, m_turn->subject);
        if (!entry)
            return fail(entry.error());
        if (entry->size != m_size)
            return fail(imageFailure(Kind::BadReply, m_turn->subject, QStringLiteral("another size than before")));
        m_walk = std::move(*walk);
        m_at = 0;
        return {};
    }

    void endTurn()
    {
        if (!std::exchange(m_hasTurn, false)) {
            if (m_at == m_size)
                m_walk.reset();
            return;
        }
        m_turn->walk = std::move(m_walk);
        m_turn->giveBack();
    }

    std::shared_ptr<BlobStream::Turn> m_turn;
    std::unique_ptr<TarWalk> m_walk;
    QString m_name;
    qint64 m_size;
    qint64 m_at = 0;
    bool m_hasTurn = true;
};

} // namespace

BlobStream::BlobStream(WalkMaker begin, Identify identify, const QList<SourceBlob> &blobs, const QString &subject, std::shared_ptr<Ending> ending)
    : m_turn(std::make_shared<Turn>(std::move(begin), subject, std::move(ending))), m_identify(std::move(identify)), m_blobs(blobs)
{
}

BlobStream::~BlobStream() = default;

BlobStream::Outcome BlobStream::next(const Wanted &wanted)
{
    if (!m_turn->take())
        return fail(m_turn->cancelled());
    Outcome outcome = walkOn(wanted);
    if (!outcome)
        m_turn->walk.reset();
    if (!outcome || !*outcome)
        m_turn->giveBack(); // else its reader does
    return outcome;
}

BlobStream::Outcome BlobStream::walkOn(const Wanted &wanted)
{
    while (true) {
        if (!anyLeft(wanted, false)) {
            m_turn->walk.reset();
            return std::nullopt;
        }
        if (!m_turn->walk) {
            auto walk = m_turn->begin();
            if (!walk)
                return fail(walk.error());
            m_turn->walk = std::move(*walk);
            m_turn->isWhole = true;
            m_seen.clear();
            m_seenNameless = 0;
        }
        const auto entry = m_turn->walk->next();
        if (!entry)
            return fail(entry.error());
        if (!*entry) {
            m_turn->walk.reset();
            const auto over = isOver(wanted);
            if (!over)
                return fail(over.error());
            if (*over)
                return std::nullopt;
            continue;
        }
        const auto meaning = meaningOf(**entry, *m_turn->walk, wanted);
        if (!meaning)
            return fail(meaning.error());
        if (*meaning)
            return give(**entry, (*meaning)->blob);
    }
}

/// What the entry is, if it is to be given.
Result<std::optional<BlobStream::Meaning>> BlobStream::meaningOf(const TarEntry &entry, TarWalk &walk, const Wanted &wanted)
{
    if (entry.type != TarEntry::Type::File || entry.name.isEmpty())
        return std::nullopt;
    auto meaning = m_identify(entry, walk);
    if (!meaning)
        return fail(meaning.error());
    if (!meaning->isBlob)
        return std::nullopt;
    if (!meaning->blob)
        meaning->blob = onlyLayerLeft();
    if (meaning->blob)
        m_seen.insert(*meaning->blob);
    else
        ++m_seenNameless;
    const bool wasGiven = m_givenNames.contains(entry.name) || (meaning->blob && m_given.contains(*meaning->blob));
    if (wasGiven || !(meaning->blob ? wanted(*meaning->blob) : anyLeft(wanted, true)))
        return std::nullopt;
    if (entry.isSparse)
        return fail(imageFailure(Kind::Malformed, entry.name, QStringLiteral("sparse")));
    return *meaning;
}

/// The one layer that has not been given; none where there are several. Those given without a name may be any of them.
std::optional<int> BlobStream::onlyLayerLeft() const
{
    std::optional<int> only;
    for (int blob = 0; blob < m_blobs.size(); ++blob) {
        if (m_blobs.at(blob).role == SourceBlob::Role::Config || m_given.contains(blob))
            continue;
        if (only)
            return std::nullopt;
        only = blob;
    }
    return only;
}

bool BlobStream::anyLeft(const Wanted &wanted, bool layersOnly) const
{
    for (int blob = 0; blob < m_blobs.size(); ++blob) {
        if (layersOnly && m_blobs.at(blob).role == SourceBlob::Role::Config)
            continue;
        if (!m_given.contains(blob) && wanted(blob))
            return true;
    }
    return false;
}

/// At the end of a walk: whether there is nothing to begin another one for.
Result<bool> BlobStream::isOver(const Wanted &wanted)
{
    qsizetype unseen = 0;
    QString missing;
    for (int blob = 0; blob < m_blobs.size(); ++blob) {
        if (m_given.contains(blob))
            continue;
        const bool seen = m_seen.contains(blob);
        if (!seen)
            ++unseen;
        if (!wanted(blob))
            continue;
        if (seen || !m_turn->isWhole)
            return false; // it has gone by
        missing = m_blobs.at(blob).digest.isEmpty() ? m_blobs.at(blob).diffId : m_blobs.at(blob).digest;
    }
    if (missing.isEmpty() || unseen <= m_seenNameless)
        return true; // who read the nameless ones knows what they were
    return fail(imageFailure(Kind::BadReply, m_turn->subject, missing + QLatin1String(" is missing")));
}

ImageSource::Opened BlobStream::give(const TarEntry &entry, std::optional<int> blob)
{
    m_givenNames.insert(entry.name);
    if (blob)
        m_given.insert(*blob);
    return { blob, entry.size, std::make_unique<TurnReader>(m_turn, entry) };
}

} // namespace wharf::push
