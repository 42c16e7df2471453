#include "core/push/source/stream_entries.h"

#include "core/push/source/image_failure.h"
#include "core/push/source/tar_listing.h"
#include "core/push/source/tar_seek.h"

namespace wharf::push {

namespace {

constexpr qint64 smallFile = 256 * 1024;          // bytes: manifests, configurations
constexpr qint64 mostKept = qint64(16) << 20;     // bytes of all of them

/// Bytes in memory.
class KeptReader final : public BlobReader {
public:
    explicit KeptReader(const QByteArray &bytes) : m_bytes(bytes) {}

    Result<qint64> read(char *into, qint64 most) override
    {
        const qint64 size = std::min(most, m_bytes.size() - m_at);
        std::copy_n(m_bytes.constData() + m_at, size, into);
        m_at += size;
        return size;
    }

    Result<void> seek(qint64 offset) override
    {
        m_at = std::clamp<qint64>(offset, 0, m_bytes.size());
        return {};
    }

private:
    QByteArray m_bytes;
    qint64 m_at = 0;
};

class StreamEntries final : public Entries {
public:
    StreamEntries(WalkMaker begin, const QString &subject) : m_begin(std::move(begin)), m_subject(subject) {}

    Result<void> scan()
    {
        const auto walk = m_begin();
        if (!walk)
            return fail(walk.error());
        while (true) {
            const auto entry = (*walk)->next();
            if (!entry)
                return fail(entry.error());
            if (!*entry)
                return {};
            if (const auto added = m_listing.add(**entry, m_subject); !added)
                return added;
            if (const auto kept = keep(**walk, **entry); !kept)
                return kept;
        }
    }

    bool isStream() const override { return true; }
    const QString &subject() const override { return m_subject; }

    Result<EntryFile> find(const QString &name) override
    {
        const auto entry = m_listing.find(name);
        if (!entry)
            return fail(entry.error());
        return EntryFile { entry->name, entry->size };
    }

    Result<std::unique_ptr<BlobReader>> open(const EntryFile &file) override
    {
        if (m_kept.contains(file.name) && m_kept.value(file.name).size() == file.size)
            return std::make_unique<KeptReader>(m_kept.value(file.name));
        return readEntry(m_begin, file.name, m_subject);
    }

    Result<QByteArray> start(const EntryFile &file) override { return m_kept.value(file.name).left(entryStart); }

private:
    /// All of a small file, the start of another.
    Result<void> keep(TarWalk &walk, const TarEntry &entry)
    {
        if (entry.type != TarEntry::Type::File || entry.isSparse || entry.name.isEmpty() || m_kept.contains(entry.name))
            return {};
        const bool whole = entry.size <= smallFile && m_bytes + entry.size <= mostKept;
        QByteArray bytes(whole ? entry.size : std::min(entry.size, entryStart), Qt::Uninitialized);
        for (qint64 at = 0; at < bytes.size();) {
            const auto got = walk.read(bytes.data() + at, bytes.size() - at);
            if (!got)
                return fail(got.error());
            if (*got == 0)
                return fail(imageFailure(Kind::BadReply, m_subject, QStringLiteral("cut short")));
            at += *got;
        }
        m_bytes += bytes.size();
        m_kept.insert(entry.name, bytes);
        return {};
    }

    WalkMaker m_begin;
    QString m_subject;
    TarListing m_listing;
    QHash<QString, QByteArray> m_kept;
    qint64 m_bytes = 0;
};

} // namespace

Result<std::unique_ptr<Entries>> openTarStream(WalkMaker begin, const QString &subject)
{
    auto entries = std::make_unique<StreamEntries>(std::move(begin), subject);
    if (const auto scanned = entries->scan(); !scanned)
        return fail(scanned.error());
    return entries;
}

} // namespace wharf::push
