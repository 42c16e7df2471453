#include "core/push/direct/packed_blob.h"

#include <algorithm>
#include <cstring>

namespace wharf::push {

namespace {

constexpr qint64 inputSize = 256 * 1024; // bytes
constexpr qint64 outputSize = 64 * 1024; // bytes

} // namespace

PackedBlob::PackedBlob(std::unique_ptr<BlobReader> source, qint64 window)
    : m_source(std::move(source))
    , m_packer(Packer::create())
    , m_window(window)
    , m_ringSize(window + outputSize)
    , m_input(inputSize, Qt::Uninitialized)
    , m_output(outputSize, Qt::Uninitialized)
{
}

PackedBlob::~PackedBlob() = default;

QString PackedBlob::formatVersion()
{
    return QLatin1String(Packer::name());
}

Result<qint64> PackedBlob::read(char *into, qint64 most)
{
    if (m_at == m_packed) {
        if (const auto packed = packMore(); !packed)
            return fail(packed.error());
    }
    const qint64 from = m_at % m_ringSize;
    const qint64 some = std::min({ most, m_packed - m_at, m_ringSize - from });
    std::memcpy(into, m_ring.constData() + from, static_cast<std::size_t>(some));
    m_at += some;
    return some;
}

Result<void> PackedBlob::seek(qint64 offset)
{
    if (offset > m_packed || offset >= m_packed - std::min(m_packed, m_ringSize)) {
        m_at = std::min(offset, m_packed);
    } else if (auto begun = begin(); !begun) {
        return begun;
    }
    QByteArray passedOver(64 * 1024, Qt::Uninitialized);
    while (m_at < offset) {
        const auto some = read(passedOver.data(), std::min<qint64>(passedOver.size(), offset - m_at));
        if (!some)
            return fail(some.error());
        if (*some == 0)
            return fail({ .stage = Stage::Image, .kind = Kind::BadReply, .subject = QStringLiteral("short") });
    }
    return {};
}

/// From the start once more. The digests stand; they go on where bytes come that they have not seen.
Result<void> PackedBlob::begin()
{
    if (auto rewound = m_source->seek(0); !rewound)
        return rewound;
    m_packer = Packer::create();
    m_at = m_packed = m_sourceAt = 0;
    return {};
}

/// One block more, or none at the end. Both buffers are the same size each time, and the input is full: what ISA-L makes of the same
/// bytes depends on how they are handed to it (seen with 2.30).
Result<void> PackedBlob::packMore()
{
    qint64 made = 0;
    while (made == 0 && !m_packer->isDone()) {
        if (m_packer->needsInput()) {
            const auto got = fillInput();
            if (!got)
                return fail(got.error());
            m_packer->feed(QByteArrayView(m_input.constData(), *got), *got < m_input.size());
        }
        made = m_packer->pack(m_output.data(), m_output.size());
    }
    keep(m_output.constData(), made);
    if (m_packer->isDone())
        m_total = m_packed;
    return {};
}

/// As much as goes in; less only at the end.
Result<qint64> PackedBlob::fillInput()
{
    qint64 filled = 0;
    while (filled < m_input.size()) {
        const auto got = m_source->read(m_input.data() + filled, m_input.size() - filled);
        if (!got)
            return got;
        if (*got == 0)
            break;
        filled += *got;
    }
    m_sourceAt += filled;
    if (const qint64 fresh = std::min(m_sourceAt - m_sourceCounted, filled); fresh > 0) {
        m_sourceSum.add(QByteArrayView(m_input.constData(), filled).last(fresh));
        m_sourceCounted = m_sourceAt;
    }
    return filled;
}

void PackedBlob::keep(const char *bytes, qint64 count)
{
    const QByteArrayView all(bytes, count);
    // Small layers are many: the ring grows with what is in it.
    if (const qint64 needed = std::min(m_ringSize, m_packed + count); m_ring.size() < needed)
        m_ring.resize(std::min(m_ringSize, std::max(needed, 2 * qint64(m_ring.size()))));
    for (qint64 done = 0; done < count;) {
        const qint64 at = (m_packed + done) % m_ringSize;
        const qint64 some = std::min(count - done, m_ringSize - at);
        std::memcpy(m_ring.data() + at, bytes + done, static_cast<std::size_t>(some));
        done += some;
    }
    m_packed += count;
    if (const qint64 fresh = std::min(m_packed - m_counted, count); fresh > 0) {
        m_packedSum.add(all.last(fresh));
        m_counted = m_packed;
    }
}

} // namespace wharf::push
