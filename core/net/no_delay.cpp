#include "core/net/no_delay.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX

#include <cstdlib>
#include <dirent.h>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace wharf::net {

namespace {

bool isTcp(int descriptor)
{
    int protocol = 0;
    socklen_t length = sizeof protocol;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_PROTOCOL, &protocol, &length) == 0 && protocol == IPPROTO_TCP;
}

} // namespace

void sendSmallSegmentsAtOnce()
{
    const std::unique_ptr<DIR, int (*)(DIR *)> folder(::opendir("/proc/self/fd"), ::closedir);
    if (!folder)
        return;
    while (const dirent *entry = ::readdir(folder.get())) {
        const int descriptor = std::atoi(entry->d_name);
        const int on = 1;
        if (isTcp(descriptor))
            ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
}

} // namespace wharf::net

#else

void wharf::net::sendSmallSegmentsAtOnce() {}

#endif
