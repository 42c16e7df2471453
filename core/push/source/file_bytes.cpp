#include "core/push/source/file_bytes.h"

#include "core/push/source/ending.h"
#include "core/push/source/image_failure.h"

#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <unistd.h>
#endif

namespace wharf::push {

namespace {

class RangeReader final : public BlobReader {
public:
    RangeReader(std::shared_ptr<FileBytes> file, qint64 offset, qint64 size, std::shared_ptr<Ending> ending)
        : m_file(std::move(file)), m_ending(std::move(ending)), m_offset(offset), m_size(size)
    {
    }

    Result<qint64> read(char *into, qint64 most) override
    {
        if (m_ending->isEnded())
            return fail(imageFailure(Kind::Cancelled, m_file->subject()));
        const qint64 wanted = std::min(most, m_size - m_at);
        if (wanted <= 0)
            return 0;
        const auto got = m_file->readAt(m_offset + m_at, into, wanted);
        if (!got)
            return got;
        if (*got == 0)
            return fail(imageFailure(Kind::BadReply, m_file->subject(), QStringLiteral("cut short")));
        m_at += *got;
        return got;
    }

    Result<void> seek(qint64 offset) override
    {
        m_at = std::clamp<qint64>(offset, 0, m_size);
        return {};
    }

private:
    std::shared_ptr<FileBytes> m_file;
    std::shared_ptr<Ending> m_ending;
    qint64 m_offset;
    qint64 m_size;
    qint64 m_at = 0;
};

} // namespace

FileBytes::FileBytes(const QString &path, const QString &subject)
    : m_file(path), m_subject(subject)
{
}

Result<std::shared_ptr<FileBytes>> FileBytes::open(const QString &path, const QString &subject)
{
    const QFileInfo info(path);
    if (!info.exists()) {
        // A folder on the way that may not be entered looks the same as nothing.
        const QFileInfo folder(info.path());
        const bool hidden = folder.isDir() && !folder.isExecutable();
        return fail(imageFailure(hidden ? Kind::Denied : Kind::Absent, subject));
    }
    if (!info.isFile()) // opening a pipe would wait for its other end
        return fail(imageFailure(Kind::Malformed, subject, info.isDir() ? QStringLiteral("a folder") : QStringLiteral("no plain file")));
    std::shared_ptr<FileBytes> file(new FileBytes(path, subject));
    if (!file->m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return fail(imageFailure(QFileInfo::exists(path) ? Kind::Denied : Kind::Absent, subject, file->m_file.errorString()));
    file->m_size = file->m_file.size();
    return file;
}

Result<qint64> FileBytes::readAt(qint64 offset, char *into, qint64 most)
{
#ifdef Q_OS_UNIX
    ssize_t got = 0;
    do
        got = ::pread(m_file.handle(), into, static_cast<std::size_t>(most), offset);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return fail(imageFailure(Kind::BadReply, m_subject, qt_error_string(errno)));
    return static_cast<qint64>(got);
#else
    const std::lock_guard lock(m_mutex);
    const qint64 got = m_file.seek(offset) ? m_file.read(into, most) : -1;
    if (got < 0)
        return fail(imageFailure(Kind::BadReply, m_subject, m_file.errorString()));
    return got;
#endif
}

std::unique_ptr<BlobReader> readRange(std::shared_ptr<FileBytes> file, qint64 offset, qint64 size, std::shared_ptr<Ending> ending)
{
    return std::make_unique<RangeReader>(std::move(file), offset, size, std::move(ending));
}

} // namespace wharf::push
