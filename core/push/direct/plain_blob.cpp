#include "core/push/direct/plain_blob.h"

#include <algorithm>

namespace wharf::push {

PlainBlob::PlainBlob(std::unique_ptr<BlobReader> source, qint64 size)
    : m_source(std::move(source))
    , m_size(size)
    , m_whole(size == 0)
{
}

Result<qint64> PlainBlob::read(char *into, qint64 most)
{
    const auto got = m_source->read(into, most);
    if (!got)
        return got;
    if (*got == 0 && m_size < 0)
        m_size = m_at;
    if (*got == 0 && m_at < m_size)
        return fail({ .stage = Stage::Image, .kind = Kind::BadReply, .subject = QStringLiteral("short") });
    if (const qint64 fresh = std::min(m_at + *got - m_counted, *got); fresh > 0) {
        m_sum.add(QByteArrayView(into, *got).last(fresh));
        m_counted = m_at + *got;
    }
    m_at += *got;
    m_whole = m_size >= 0 && m_counted >= m_size;
    return got;
}

Result<void> PlainBlob::seek(qint64 offset)
{
    if (offset == m_at)
        return {};
    // What lies between is read for its digest: it was sent by a run before this one.
    if (offset > m_counted) {
        QByteArray passedOver(256 * 1024, Qt::Uninitialized);
        if (m_at != m_counted) {
            if (auto there = m_source->seek(m_counted); !there)
                return there;
            m_at = m_counted;
        }
        while (m_at < offset) {
            const auto some = read(passedOver.data(), std::min<qint64>(passedOver.size(), offset - m_at));
            if (!some)
                return fail(some.error());
            if (*some == 0)
                return fail({ .stage = Stage::Image, .kind = Kind::BadReply, .subject = QStringLiteral("short") });
        }
        return {};
    }
    auto there = m_source->seek(offset);
    if (there)
        m_at = offset;
    return there;
}

} // namespace wharf::push
