#include "core/push/source/tar_seek.h"

#include "core/push/source/image_failure.h"

#include <QByteArray>

namespace wharf::push {

namespace {

class EntryReader final : public BlobReader {
public:
    EntryReader(WalkMaker begin, const QString &name, const QString &subject) : m_begin(std::move(begin)), m_name(name), m_subject(subject) {}

    Result<qint64> read(char *into, qint64 most) override
    {
        if (!m_walk) {
            if (const auto sought = seek(0); !sought)
                return fail(sought.error());
        }
        const auto got = m_walk->read(into, most);
        m_at += got.value_or(0);
        return got;
    }

    Result<void> seek(qint64 offset) override
    {
        if (!m_walk || offset < m_at) {
            m_walk.reset(); // the old way is left before a new one is begun
            auto walk = m_begin();
            if (!walk)
                return fail(walk.error());
            if (const auto entry = walkTo(**walk, m_name, m_subject); !entry)
                return fail(entry.error());
            m_walk = std::move(*walk);
            m_at = 0;
        }
        if (const auto passed = passOver(*m_walk, offset - m_at, m_subject); !passed)
            return passed;
        m_at = offset;
        return {};
    }

private:
    WalkMaker m_begin;
    QString m_name;
    QString m_subject;
    std::unique_ptr<TarWalk> m_walk;
    qint64 m_at = 0;
};

} // namespace

Result<TarEntry> walkTo(TarWalk &walk, const QString &name, const QString &subject)
{
    while (true) {
        const auto entry = walk.next();
        if (!entry)
            return fail(entry.error());
        if (!*entry)
            return fail(imageFailure(Kind::BadReply, subject, name + QLatin1String(" is not there any more")));
        if ((*entry)->name == name && (*entry)->type == TarEntry::Type::File)
            return **entry;
    }
}

Result<void> passOver(TarWalk &walk, qint64 bytes, const QString &subject)
{
    QByteArray dropped(qMin<qint64>(bytes, 256 * 1024), Qt::Uninitialized);
    while (bytes > 0) {
        const auto got = walk.read(dropped.data(), qMin<qint64>(bytes, dropped.size()));
        if (!got)
            return fail(got.error());
        if (*got == 0)
            return fail(imageFailure(Kind::BadReply, subject, QStringLiteral("shorter than before")));
        bytes -= *got;
    }
    return {};
}

std::unique_ptr<BlobReader> readEntry(WalkMaker begin, const QString &name, const QString &subject)
{
    return std::make_unique<EntryReader>(std::move(begin), name, subject);
}

} // namespace wharf::push
