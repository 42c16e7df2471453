#include "core/push/source/tar_entries.h"

#include "core/push/source/ending.h"
#include "core/push/source/file_bytes.h"
#include "core/push/source/image_failure.h"
#include "core/push/source/tar_listing.h"

namespace wharf::push {

namespace {

class TarEntries final : public Entries {
public:
    TarEntries(std::shared_ptr<FileBytes> file, std::shared_ptr<Ending> ending) : m_file(std::move(file)), m_ending(std::move(ending)) {}

    Result<void> scan()
    {
        TarWalk walk(streamOf(m_file, m_ending), TarWalk::Packing::Plain, subject());
        while (true) {
            const auto entry = walk.next();
            if (!entry)
                return fail(entry.error());
            if (!*entry)
                return lookForTheEnd();
            if (const auto added = m_listing.add(**entry, subject()); !added)
                return added;
            const bool hasData = (*entry)->type == TarEntry::Type::File && !(*entry)->isSparse;
            if (hasData && (*entry)->size > m_file->size() - (*entry)->dataAt)
                return fail(imageFailure(Kind::BadReply, subject(), QStringLiteral("cut short")));
            m_endAt = (*entry)->dataAt + (hasData ? ((*entry)->size + block - 1) / block * block : 0);
        }
    }

    bool isStream() const override { return false; }
    const QString &subject() const override { return m_file->subject(); }

    Result<EntryFile> find(const QString &name) override
    {
        const auto entry = m_listing.find(name);
        if (!entry && entry.error().kind == Kind::Absent && !m_isWhole)
            return fail(imageFailure(Kind::BadReply, subject(), QStringLiteral("cut short")));
        if (!entry)
            return fail(entry.error());
        return EntryFile { entry->name, entry->size };
    }

    Result<std::unique_ptr<BlobReader>> open(const EntryFile &file) override
    {
        const auto entry = m_listing.find(file.name);
        if (!entry)
            return fail(entry.error());
        return readRange(m_file, entry->dataAt, entry->size, m_ending);
    }

    Result<QByteArray> start(const EntryFile &file) override
    {
        const auto reader = open(file);
        if (!reader)
            return fail(reader.error());
        return readUpTo(**reader, entryStart);
    }

private:
    /// A tar ends with blocks of zeros; one that was cut between two entries does not, and reads well all the same.
    Result<void> lookForTheEnd()
    {
        QByteArray last(block, 'x');
        const auto got = m_file->readAt(m_endAt, last.data(), last.size());
        if (!got)
            return fail(got.error());
        m_isWhole = *got == block && last.count('\0') == block;
        return {};
    }

    static constexpr qint64 block = 512; // bytes

    std::shared_ptr<FileBytes> m_file;
    std::shared_ptr<Ending> m_ending;
    TarListing m_listing;
    qint64 m_endAt = 0; ///< where the last entry's bytes end
    bool m_isWhole = false;
};

} // namespace

Result<std::unique_ptr<Entries>> openTar(std::shared_ptr<FileBytes> file, std::shared_ptr<Ending> ending)
{
    auto entries = std::make_unique<TarEntries>(std::move(file), std::move(ending));
    if (const auto scanned = entries->scan(); !scanned)
        return fail(scanned.error());
    return entries;
}

} // namespace wharf::push
