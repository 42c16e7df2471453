#include "core/docker/whole_file.h"

#include "core/docker/file_trouble.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace wharf::docker {

namespace {

constexpr int somebodyWasFaster = -1;

class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) { }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    [[nodiscard]] int get() const { return m_fd; }

private:
    int m_fd;
};

/// Takes the temporary file away again unless it has become the real one.
class Temporary {
public:
    explicit Temporary(QByteArray path) : m_path(std::move(path)) { ::unlink(m_path.constData()); }
    Temporary(const Temporary &) = delete;
    Temporary &operator=(const Temporary &) = delete;
    ~Temporary() { ::unlink(m_path.constData()); }
    [[nodiscard]] const char *path() const { return m_path.constData(); }

private:
    QByteArray m_path;
};

bool writeAll(int fd, const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t n = ::write(fd, bytes.constData() + done, static_cast<std::size_t>(bytes.size() - done));
        if (n < 0 && errno != EINTR)
            return false;
        done += n > 0 ? n : 0;
    }
    return true;
}

/// Mode and owner of the file that is replaced. Not being allowed to give a file away is no failure: Docker does the same.
bool takeOver(int fd, const struct stat &old)
{
    struct stat mine { };
    if (::fstat(fd, &mine) != 0)
        return false;
    if (mine.st_gid != old.st_gid && ::fchown(fd, static_cast<uid_t>(-1), old.st_gid) != 0 && errno != EPERM)
        return false;
    if (mine.st_uid != old.st_uid && ::fchown(fd, old.st_uid, static_cast<gid_t>(-1)) != 0 && errno != EPERM)
        return false;
    return ::fchmod(fd, old.st_mode & 07777) == 0;
}

/// Writes the new file to the disk under its temporary name. 0, or an `errno`.
int prepare(const char *path, const QByteArray &bytes, const struct stat *old)
{
    const Descriptor file(::open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (file.get() < 0 || !writeAll(file.get(), bytes) || (old && !takeOver(file.get(), *old)) || ::fsync(file.get()) != 0)
        return errno;
    return 0;
}

bool holds(const char *path, const std::optional<QByteArray> &expected)
{
    const Result<WholeFile> found = readWhole(QFile::decodeName(path));
    return found && found->bytes == expected;
}

#ifdef Q_OS_LINUX
/// As exchange(), by swapping: a change that comes in between two looks at a file is lost to rename(), whereas a swap
/// hands over what was there at that very moment.
int swapIn(const char *temporary, const char *target, const WholeFile &before, const QByteArray &bytes)
{
    const auto rename = [&](unsigned int how) {
        return ::renameat2(AT_FDCWD, temporary, AT_FDCWD, target, how) == 0 ? 0 : errno;
    };
    if (!before.bytes) {
        const int error = rename(RENAME_NOREPLACE);
        return error == EEXIST ? somebodyWasFaster : error;
    }
    if (const int error = rename(RENAME_EXCHANGE))
        return error == ENOENT ? somebodyWasFaster : error;
    if (holds(temporary, before.bytes))
        return 0;
    if (const int error = rename(RENAME_EXCHANGE))
        return error;
    if (!holds(temporary, bytes)) // and they wrote once more: the newest is theirs
        rename(RENAME_EXCHANGE);
    return somebodyWasFaster;
}
#endif

/// Puts `temporary` in the place of `before`. 0, somebodyWasFaster, or an `errno`.
int exchange(const char *temporary, const WholeFile &before, const QByteArray &bytes)
{
    const QByteArray target = QFile::encodeName(before.path);
#ifdef Q_OS_LINUX
    const int outcome = swapIn(temporary, target.constData(), before, bytes);
    if (outcome != EINVAL && outcome != ENOSYS) // a file system that cannot: NFS, FUSE
        return outcome;
#else
    Q_UNUSED(bytes)
#endif
    if (!holds(target.constData(), before.bytes))
        return somebodyWasFaster;
    return ::rename(temporary, target.constData()) == 0 ? 0 : errno;
}

} // namespace

Result<QString> resolveLinks(const QString &path)
{
    QString end = QDir::current().absoluteFilePath(path);
    for (int hops = 0; hops < 40; ++hops) { // as many as Linux follows
        const QByteArray name = QFile::encodeName(end);
        QByteArray target(4096, Qt::Uninitialized);
        const ssize_t length = ::readlink(name.constData(), target.data(), static_cast<std::size_t>(target.size()));
        if (length < 0)
            return end;
        target.truncate(static_cast<qsizetype>(length));
        // Not cleaned: `..` behind a linked folder means the folder it leads to.
        const QString next = QFile::decodeName(target);
        end = QDir::isAbsolutePath(next) ? next : QFileInfo(end).path() + QLatin1Char('/') + next;
    }
    return fail(fileTrouble(ELOOP, path));
}

Result<WholeFile> readWhole(const QString &path)
{
    const Result<QString> end = resolveLinks(path);
    if (!end)
        return fail(end.error());
    // Without waiting: a pipe would never answer.
    const Descriptor file(::open(QFile::encodeName(*end).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return WholeFile { *end, std::nullopt };
        return fail(fileTrouble(errno, path));
    }
    struct stat info { };
    if (::fstat(file.get(), &info) != 0)
        return fail(fileTrouble(errno, path));
    if (!S_ISREG(info.st_mode))
        return fail({ .stage = Stage::ClientFile, .kind = Kind::Invalid, .subject = path });
    QByteArray bytes;
    QByteArray part(64 * 1024, Qt::Uninitialized);
    for (;;) {
        const ssize_t n = ::read(file.get(), part.data(), static_cast<std::size_t>(part.size()));
        if (n == 0)
            return WholeFile { *end, bytes };
        if (n < 0 && errno != EINTR)
            return fail(fileTrouble(errno, path));
        bytes.append(part.constData(), n > 0 ? n : 0);
        if (bytes.size() > largestFile)
            return fail(fileTrouble(EFBIG, path));
    }
}

Result<void> makeFolderOf(const QString &path)
{
    const QString folder = QFileInfo(path).path();
    const QByteArray name = QFile::encodeName(folder);
    if (::mkdir(name.constData(), 0700) == 0 || errno == EEXIST)
        return {};
    if (errno != ENOENT)
        return fail(fileTrouble(errno, path));
    if (Result<void> above = makeFolderOf(folder); !above)
        return fail(fileTrouble(ENOENT, path));
    if (::mkdir(name.constData(), 0700) == 0 || errno == EEXIST)
        return {};
    return fail(fileTrouble(errno, path));
}

Result<Replaced> replaceWhole(const WholeFile &before, const QByteArray &bytes)
{
    const QFileInfo info(before.path);
    const QByteArray target = QFile::encodeName(before.path);
    struct stat old { };
    const bool exists = ::stat(target.constData(), &old) == 0;
    // root may write everything; who takes away every write bit means it all the same.
    if (exists && ((old.st_mode & 0222) == 0 || ::faccessat(AT_FDCWD, target.constData(), W_OK, AT_EACCESS) != 0))
        return fail({ .stage = Stage::ClientFile, .kind = Kind::ReadOnly, .subject = before.path });

    const Temporary temporary(
        QFile::encodeName(info.path() + QLatin1String("/.") + info.fileName() + QLatin1String(".wharfinger.tmp")));
    if (const int error = prepare(temporary.path(), bytes, exists ? &old : nullptr))
        return fail(fileTrouble(error, before.path));
    const int outcome = exchange(temporary.path(), before, bytes);
    if (outcome == somebodyWasFaster)
        return Replaced::SomebodyWasFaster;
    if (outcome != 0)
        return fail(fileTrouble(outcome, before.path));
    return Replaced::Yes;
}

} // namespace wharf::docker
