#include "core/push/daemon/push_reading.h"

#include <QRegularExpression>

#include <cstring>

namespace wharf::push {

namespace {

using State = BlobProgress::State;

constexpr qsizetype longestLine = qsizetype(1) << 20; // bytes
constexpr qsizetype mostBlobs = 1000; // Docker takes 127 layers
constexpr QLatin1String mounted("Mounted from ");

/// The seconds of `Retrying in 5 seconds`; 0 where it is something else.
int secondsIn(const QString &status)
{
    static const QRegularExpression pattern(QStringLiteral("\\ARetrying in ([0-9]{1,4}) seconds?\\z"));
    return pattern.match(status).captured(1).toInt();
}

/// What the engine's word for a layer means; none where it is about something else.
std::optional<State> stateOf(const QString &status)
{
    if (status == QLatin1String("Preparing"))
        return State::Checking;
    if (status == QLatin1String("Waiting"))
        return State::Waiting;
    if (status == QLatin1String("Pushing"))
        return State::Uploading;
    if (status == QLatin1String("Pushed"))
        return State::Done;
    if (status == QLatin1String("Layer already exists") || status == QLatin1String("Already exists") || status == QLatin1String("Skipped foreign layer"))
        return State::Exists;
    if (status.startsWith(mounted))
        return State::Mounted;
    if (status == QLatin1String("Unavailable"))
        return State::Failed;
    return secondsIn(status) > 0 ? std::optional(State::Retrying) : std::nullopt;
}

void apply(const EngineMessage &message, State state, BlobProgress &blob)
{
    blob.state = state;
    blob.retryInSeconds = state == State::Retrying ? secondsIn(message.status) : 0;
    blob.mountedFrom = state == State::Mounted ? message.status.mid(mounted.size()) : QString();
    blob.trouble.reset();
    if (state == State::Failed) // its content is not at the engine
        blob.trouble = Failure { .stage = Stage::Image, .kind = Kind::Absent, .subject = blob.name };
    if (message.total > 0)
        blob.sourceTotal = message.total;
    if (state == State::Uploading && message.current >= 0)
        blob.sourceDone = message.current;
    if (state == State::Done && blob.sourceTotal >= 0)
        blob.sourceDone = blob.sourceTotal;
    if (blob.sourceTotal >= 0)
        blob.sourceDone = std::min(blob.sourceDone, blob.sourceTotal); // a tar's padding is counted, too
}

bool isOf(const QString &digest, const QString &id)
{
    return !id.isEmpty() && digest.mid(digest.indexOf(QLatin1Char(':')) + 1).startsWith(id);
}

} // namespace

PushReading::PushReading(QStringList layers, QString configId) : m_layers(std::move(layers)), m_configId(std::move(configId)) { }

bool PushReading::take(QByteArrayView bytes)
{
    bool changed = false;
    while (!bytes.isEmpty()) {
        const auto *end = static_cast<const char *>(std::memchr(bytes.data(), '\n', static_cast<std::size_t>(bytes.size())));
        const QByteArrayView piece = end ? bytes.first(end - bytes.data()) : bytes;
        if (m_line.size() + piece.size() > longestLine)
            m_tooLong = true;
        if (m_tooLong)
            m_line.clear();
        else
            m_line.append(piece);
        bytes = bytes.sliced(end ? piece.size() + 1 : piece.size());
        if (end)
            changed = takeLine() || changed;
    }
    return changed;
}

bool PushReading::finish()
{
    return takeLine();
}

bool PushReading::takeLine()
{
    const QByteArray line = std::exchange(m_line, {}).trimmed();
    if (std::exchange(m_tooLong, false) || line.isEmpty())
        return false;
    const auto message = readEngineMessage(line);
    if (!message)
        return false;
    const bool isFirst = !std::exchange(m_hasBegun, true);
    return takeMessage(*message) || isFirst;
}

bool PushReading::takeMessage(const EngineMessage &message)
{
    if (message.isError) {
        if (!m_complaint)
            m_complaint = message;
        return false;
    }
    if (!message.digest.isEmpty()) {
        m_digest = message.digest;
        return false;
    }
    const auto state = message.id.isEmpty() ? std::nullopt : stateOf(message.status);
    BlobProgress *blob = state ? blobOf(message.id) : nullptr;
    if (!blob)
        return false;
    const BlobProgress before = *blob;
    apply(message, *state, *blob);
    return *blob != before;
}

BlobProgress *PushReading::blobOf(const QString &id)
{
    if (const qsizetype known = m_ids.indexOf(id); known >= 0)
        return &m_blobs[known];
    if (m_blobs.size() >= mostBlobs)
        return nullptr;
    const qsizetype rank = rankOf(id);
    const auto after = std::find_if(m_ids.cbegin(), m_ids.cend(), [this, rank](const QString &other) { return rankOf(other) > rank; });
    const qsizetype at = after - m_ids.cbegin();
    BlobProgress blob;
    blob.isConfig = rank == 0;
    blob.name = rank == 0 ? m_configId : m_layers.value(rank - 1, id);
    m_ids.insert(at, id);
    m_blobs.insert(at, blob);
    return &m_blobs[at];
}

/// The config is 0, layers follow in their order, and what is neither comes last.
qsizetype PushReading::rankOf(const QString &id) const
{
    if (isOf(m_configId, id))
        return 0;
    for (qsizetype layer = 0; layer < m_layers.size(); ++layer) {
        if (isOf(m_layers.at(layer), id))
            return layer + 1;
    }
    return m_layers.size() + 1;
}

} // namespace wharf::push
