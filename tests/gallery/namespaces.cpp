#include "tests/gallery/namespaces.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace wharf::gallery {

namespace {

int first(const std::function<int()> &play)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 || ::mount("proc", "/proc", "proc", 0, nullptr) != 0)
        return 255;
    static_cast<void>(::sethostname("gallery", 7));
    return play();
}

} // namespace

int inNamespaces(const std::function<int()> &play, int seconds)
{
    if (::unshare(CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS) != 0) {
        // dnsmasq, squid and dockerd change their user: an unprivileged user namespace is not enough for them.
        std::fprintf(stderr, "No namespaces: %s. The gallery needs root.\n", std::strerror(errno));
        return -1;
    }
    const pid_t child = ::fork();
    if (child < 0)
        return -1;
    if (child == 0)
        ::_exit(first(play));
    // A process that is the first of its namespace ignores everything but SIGKILL from outside: the limit is kept here.
    pollfd ending { static_cast<int>(::syscall(SYS_pidfd_open, child, 0)), POLLIN, 0 };
    const bool inTime = ::poll(&ending, 1, seconds * 1000) == 1;
    if (!inTime)
        ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ending.fd);
    if (!inTime)
        return -2;
    return WIFEXITED(status) && WEXITSTATUS(status) != 255 ? WEXITSTATUS(status) : -1;
}

bool mountEmpty(const QString &folder)
{
    const bool everybodys = folder == QLatin1String("/tmp") || folder == QLatin1String("/dev/shm");
    return QDir().mkpath(folder) && ::mount("tmpfs", QFile::encodeName(folder).constData(), "tmpfs", 0, everybodys ? "mode=1777" : "mode=755") == 0;
}

bool mountOver(const QString &what, const QString &where)
{
    if (QFileInfo(what).isDir()) {
        if (!QDir().mkpath(where))
            return false;
    } else if (!QFileInfo::exists(where)) {
        QFile made(where);
        if (!QDir().mkpath(QFileInfo(where).path()) || !made.open(QIODevice::WriteOnly))
            return false;
    }
    return ::mount(QFile::encodeName(what).constData(), QFile::encodeName(where).constData(), nullptr, MS_BIND, nullptr) == 0;
}

} // namespace wharf::gallery
