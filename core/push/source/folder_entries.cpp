#include "core/push/source/folder_entries.h"

#include "core/push/source/entry_names.h"
#include "core/push/source/file_bytes.h"
#include "core/push/source/image_failure.h"

#include <QFileInfo>

namespace wharf::push {

namespace {

class FolderEntries final : public Entries {
public:
    FolderEntries(const QString &path, std::shared_ptr<Ending> ending) : m_path(path), m_ending(std::move(ending)) {}

    bool isStream() const override { return false; }
    const QString &subject() const override { return m_path; }

    Result<EntryFile> find(const QString &name) override
    {
        const auto entry = namedEntry(name);
        if (!entry)
            return fail(entry.error());
        auto file = FileBytes::open(pathOf(*entry), name);
        if (!file)
            return fail(file.error());
        return EntryFile { *entry, (*file)->size() };
    }

    Result<std::unique_ptr<BlobReader>> open(const EntryFile &entry) override
    {
        auto file = FileBytes::open(pathOf(entry.name), pathOf(entry.name));
        if (!file)
            return fail(file.error());
        return readRange(std::move(*file), 0, entry.size, m_ending);
    }

    Result<QByteArray> start(const EntryFile &entry) override
    {
        const auto reader = open(entry);
        if (!reader)
            return fail(reader.error());
        return readUpTo(**reader, entryStart);
    }

private:
    [[nodiscard]] QString pathOf(const QString &entry) const { return m_path + u'/' + entry; }

    QString m_path;
    std::shared_ptr<Ending> m_ending;
};

} // namespace

Result<std::unique_ptr<Entries>> openFolder(const QString &path, std::shared_ptr<Ending> ending)
{
    const QFileInfo info(path);
    if (!info.exists())
        return fail(imageFailure(Kind::Absent, path));
    if (!info.isDir())
        return fail(imageFailure(Kind::Malformed, path, QStringLiteral("no folder")));
    if (!info.isExecutable())
        return fail(imageFailure(Kind::Denied, path));
    return std::make_unique<FolderEntries>(path, std::move(ending));
}

} // namespace wharf::push
