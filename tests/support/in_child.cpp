#include "tests/support/in_child.h"

#include <QFile>

#include <cstdio>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

namespace wharf::test {

namespace {

constexpr int notPrepared = 100;
constexpr int fine = 99;

ChildOutcome run(const std::function<bool()> &prepare, const Work &work)
{
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        if (!prepare()) {
            std::perror("a test's process could not be prepared");
            ::_exit(notPrepared);
        }
        const Result<void> result = work();
        ::_exit(result ? fine : static_cast<int>(result.error().kind));
    }
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) == notPrepared)
        return {};
    const int code = WEXITSTATUS(status);
    return { true, code == fine, code == fine ? Kind::Invalid : static_cast<Kind>(code) };
}

bool enterNamespace()
{
    if (::geteuid() != 0)
        return ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
    return ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

} // namespace

ChildOutcome asNobody(const Work &work)
{
    constexpr unsigned int nobody = 65534;
    return run([] { return ::geteuid() != 0 || (::setgid(nobody) == 0 && ::setuid(nobody) == 0); }, work);
}

ChildOutcome onSmallDisk(const QString &folder, int kibibytes, bool readOnly, const std::function<void()> &before, const Work &work)
{
    const QByteArray path = QFile::encodeName(folder);
    const QByteArray options = "size=" + QByteArray::number(kibibytes) + "k";
    const auto prepare = [&] {
        if (!enterNamespace() || ::mount("none", path.constData(), "tmpfs", 0, options.constData()) != 0)
            return false;
        before();
        return !readOnly || ::mount("none", path.constData(), nullptr, MS_REMOUNT | MS_RDONLY, options.constData()) == 0;
    };
    return run(prepare, work);
}

} // namespace wharf::test
