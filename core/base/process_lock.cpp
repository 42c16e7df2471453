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

Result<ProcessLock> ProcessLock::take(const QString &path, std::chrono::milliseconds patience)
{
    auto held = std::make_unique<Held>(path);
    const auto end = std::chrono::steady_clock::now() + patience;
    for (;;) {
        const Result<bool> taken = held->tryOnce();
        if (!taken)
            return fail(taken.error());
        if (*taken)
            return ProcessLock(std::move(held));
        if (std::chrono::steady_clock::now() >= end)
            return fail({ .kind = Kind::Busy });
        // Differing pauses, so that a crowd does not come in step.
        QThread::msleep(QRandomGenerator::global()->bounded(2U, 9U));
    }
}

ProcessLock::ProcessLock(std::unique_ptr<Held> held)
    : m_held(std::move(held))
{
}
ProcessLock::ProcessLock(ProcessLock &&) noexcept = default;
ProcessLock &ProcessLock::operator=(ProcessLock &&) noexcept = default;
ProcessLock::~ProcessLock() = default;

} // namespace wharf
