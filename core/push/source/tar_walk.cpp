#include "core/push/source/tar_walk.h"

#include "core/push/source/ending.h"
#include "core/push/source/entry_names.h"
#include "core/push/source/file_bytes.h"
#include "core/push/source/image_failure.h"

#include <QByteArray>

#include <archive.h>
#include <archive_entry.h>

#include <cerrno>
#include <vector>

namespace wharf::push {

namespace {

constexpr std::size_t blockSize = 256 * 1024; // bytes asked of the stream at a time

class FileStream final : public ByteStream {
public:
    FileStream(std::shared_ptr<FileBytes> file, std::shared_ptr<Ending> ending) : m_file(std::move(file)), m_ending(std::move(ending)) {}

    Result<qint64> read(char *into, qint64 most) override
    {
        if (m_ending->isEnded())
            return fail(imageFailure(Kind::Cancelled, m_file->subject()));
        const auto got = m_file->readAt(m_at, into, most);
        m_at += got.value_or(0);
        return got;
    }

    qint64 skip(qint64 most) override
    {
        const qint64 step = std::clamp<qint64>(m_file->size() - m_at, 0, most);
        m_at += step;
        return step;
    }

private:
    std::shared_ptr<FileBytes> m_file;
    std::shared_ptr<Ending> m_ending;
    qint64 m_at = 0;
};

QString textOf(const char *utf8, const char *raw)
{
    // Whichever libarchive could make: the one needs a header that says its charset, the other this program's locale.
    return QString::fromUtf8(utf8 ? utf8 : raw);
}

TarEntry read(archive_entry *from, qint64 dataAt)
{
    TarEntry entry;
    entry.name = entryName(textOf(archive_entry_pathname_utf8(from), archive_entry_pathname(from)));
    entry.size = archive_entry_size(from);
    entry.dataAt = dataAt;
    entry.isSparse = archive_entry_sparse_count(from) > 0;
    if (archive_entry_hardlink(from) || archive_entry_hardlink_utf8(from)) {
        entry.type = TarEntry::Type::HardLink;
        entry.target = textOf(archive_entry_hardlink_utf8(from), archive_entry_hardlink(from));
    } else if (archive_entry_filetype(from) == AE_IFREG) {
        entry.type = TarEntry::Type::File;
    } else if (archive_entry_filetype(from) == AE_IFLNK) {
        entry.type = TarEntry::Type::SymbolicLink;
        entry.target = textOf(archive_entry_symlink_utf8(from), archive_entry_symlink(from));
    }
    return entry;
}

} // namespace

struct TarWalk::Archive {
    archive *reading = archive_read_new();
    std::unique_ptr<ByteStream> stream;
    std::vector<char> block;
    std::optional<Failure> failure; ///< the stream's own
    bool isOpen = false;

    ~Archive() { archive_read_free(reading); }
    Archive() = default;
    Archive(const Archive &) = delete;
    Archive &operator=(const Archive &) = delete;

    static la_ssize_t give(archive *reading, void *self, const void **bytes)
    {
        auto *archive = static_cast<Archive *>(self);
        const auto got = archive->stream->read(archive->block.data(), static_cast<qint64>(archive->block.size()));
        if (!got) {
            archive->failure = got.error();
            archive_set_error(reading, EIO, "stream");
            return ARCHIVE_FATAL;
        }
        *bytes = archive->block.data();
        return static_cast<la_ssize_t>(*got);
    }

    static la_int64_t pass(archive *, void *self, la_int64_t most) { return static_cast<Archive *>(self)->stream->skip(most); }
};

TarWalk::TarWalk(std::unique_ptr<ByteStream> stream, Packing packing, const QString &subject)
    : m_archive(std::make_unique<Archive>()), m_subject(subject)
{
    m_archive->stream = std::move(stream);
    m_archive->block.resize(blockSize);
    archive_read_support_format_tar(m_archive->reading);
    archive_read_support_format_empty(m_archive->reading);
    if (packing == Packing::Compressed) { // by name: _all would start other programs for rare kinds
        archive_read_support_filter_gzip(m_archive->reading);
        archive_read_support_filter_bzip2(m_archive->reading);
        archive_read_support_filter_xz(m_archive->reading);
        archive_read_support_filter_zstd(m_archive->reading);
    }
}

TarWalk::~TarWalk() = default;

Failure TarWalk::failure() const
{
    if (m_archive->failure)
        return *m_archive->failure;
    return imageFailure(Kind::BadReply, m_subject, QString::fromUtf8(archive_error_string(m_archive->reading)));
}

Result<std::optional<TarEntry>> TarWalk::next()
{
    if (!m_archive->isOpen) {
        m_archive->isOpen = true;
        archive_read_set_skip_callback(m_archive->reading, &Archive::pass);
        if (archive_read_open(m_archive->reading, m_archive.get(), nullptr, &Archive::give, nullptr) != ARCHIVE_OK)
            return fail(failure());
    }
    archive_entry *header = nullptr;
    const int result = archive_read_next_header(m_archive->reading, &header);
    if (result == ARCHIVE_EOF && !m_archive->failure)
        return std::nullopt;
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN) // a warning: a name in no charset
        return fail(failure());
    // What the format has taken of the bytes that come to it: the header with all that belongs to it, and nothing of the data.
    return push::read(header, archive_filter_bytes(m_archive->reading, 0));
}

Result<qint64> TarWalk::read(char *into, qint64 most)
{
    const la_ssize_t got = archive_read_data(m_archive->reading, into, static_cast<std::size_t>(most));
    if (got < 0 || m_archive->failure)
        return fail(failure());
    return static_cast<qint64>(got);
}

std::unique_ptr<ByteStream> streamOf(std::shared_ptr<FileBytes> file, std::shared_ptr<Ending> ending)
{
    return std::make_unique<FileStream>(std::move(file), std::move(ending));
}

Result<TarWalk::Packing> packingOf(FileBytes &file)
{
    QByteArray start(6, '\0');
    const auto got = file.readAt(0, start.data(), start.size());
    if (!got)
        return fail(got.error());
    for (const QByteArrayView magic : { QByteArrayView("\x1f\x8b"), QByteArrayView("BZh"), QByteArrayView("\xfd"
                                                                                                           "7zXZ"),
                                        QByteArrayView("\x28\xb5\x2f\xfd") }) {
        if (start.startsWith(magic))
            return TarWalk::Packing::Compressed;
    }
    return TarWalk::Packing::Plain;
}

} // namespace wharf::push
