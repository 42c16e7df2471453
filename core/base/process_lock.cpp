#include "core/base/process_lock.h"

#include <QFile>
#include <QRandomGenerator>
#include <QThread>

#ifdef Q_OS_WIN
#include <QLockFile>
#else
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#endif

namespace wharf {

#ifdef Q_OS_WIN

// There the system deletes the file of a dead holder, so QLockFile is what is wanted.
struct ProcessLock::Held {
    QLockFile file;
    explicit Held(const QString &path) : file(path) {}
    Result<bool> tryOnce()
    {
        if (file.tryLock(0))
            return true;
        if (file.error() == QLockFile::LockFailedError)
            return false;
        return fail({ .kind = Kind::ReadOnly });
    }
};

#else

struct ProcessLock::Held {
    int descriptor;
    explicit Held(const QString &path)
        : descriptor(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600))
    {
    }
    Held(const Held &) = delete;
    Held &operator=(const Held &) = delete;
    ~Held()
    {
        if (descriptor >= 0)
            ::close(descriptor);
    }
    Result<bool> tryOnce()
    {
        if (descriptor >= 0 && ::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            return true;
        if (descriptor >= 0 && (errno == EWOULDBLOCK || errno == EINTR))
            return false;
        const bool full = errno == ENOSPC || errno == EDQUOT || errno == ENOLCK;
        return fail({ .kind = full ? Kind::Full : Kind::ReadOnly });
    }
};

#endif

namespace {

template <class Held>
Result<std::unique_ptr<Held>> waitFor(const QString &path, std::chrono::steady_clock::time_point end)
{
    auto held = std::make_unique<Held>(path);
    for (;;) {
        const Result<bool> taken = held->tryOnce();
        if (!taken)
            return fail(taken.error());
        if (*taken)
            return held;
        if (std::chrono::steady_clock::now() >= end)
            return fail({ .kind = Kind::Busy });
        // Differing pauses, so that a crowd does not come in step.
        QThread::msleep(QRandomGenerator::global()->bounded(2U, 9U));
    }
}

} // namespace

Result<ProcessLock> ProcessLock::take(const QString &path, std::chrono::milliseconds patience)
{
    const auto end = std::chrono::steady_clock::now() + patience;
    // Whoever lets go and comes again at once would find the lock free before any of the others looks: so it must first
    // stand where they stand.
    const auto place = waitFor<Held>(path + QLatin1String(".queue"), end);
    if (!place)
        return fail(place.error());
    auto held = waitFor<Held>(path, end);
    if (!held)
        return fail(held.error());
    return ProcessLock(std::move(*held));
}

ProcessLock::ProcessLock(std::unique_ptr<Held> held)
    : m_held(std::move(held))
{
}
ProcessLock::ProcessLock(ProcessLock &&) noexcept = default;
ProcessLock &ProcessLock::operator=(ProcessLock &&) noexcept = default;
ProcessLock::~ProcessLock() = default;

} // namespace wharf
