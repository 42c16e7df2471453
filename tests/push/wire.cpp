#include "tests/push/wire.h"

#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace wharf::rig {

Wire::Wire(int file)
    : m_file(file)
{
    const int on = 1;
    ::setsockopt(m_file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::fcntl(m_file, F_SETFL, O_NONBLOCK);
}

Wire &Wire::operator=(Wire &&other) noexcept
{
    std::swap(m_file, other.m_file);
    return *this;
}

Wire Wire::to(quint16 port)
{
    const int file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // Loopback connects or refuses at once, so this blocks for nothing.
    if (::connect(file, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        ::close(file);
        return {};
    }
    return Wire(file);
}

bool Wire::isStale() const
{
    pollfd look { m_file, POLLIN, 0 };
    return ::poll(&look, 1, 0) != 0;
}

Wire::Got Wire::read(QByteArray &into, qsizetype most)
{
    const qsizetype old = into.size();
    into.resize(old + most);
    const ssize_t got = ::recv(m_file, into.data() + old, static_cast<std::size_t>(most), 0);
    into.resize(old + qMax<qsizetype>(0, got));
    if (got > 0)
        return Got::Bytes;
    if (got == 0)
        return Got::End;
    return errno == EAGAIN || errno == EINTR ? Got::Nothing : Got::Error;
}

bool Wire::write(QByteArray &from)
{
    while (!from.isEmpty()) {
        const ssize_t sent = ::send(m_file, from.constData(), static_cast<std::size_t>(from.size()), MSG_NOSIGNAL);
        if (sent < 0)
            return errno == EAGAIN || errno == EINTR;
        from.remove(0, sent);
    }
    return true;
}

void Wire::finishSending() const
{
    ::shutdown(m_file, SHUT_WR);
}

void Wire::close()
{
    if (m_file >= 0)
        ::close(std::exchange(m_file, -1));
}

void Wire::reset()
{
    const linger now { 1, 0 };
    ::setsockopt(m_file, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

} // namespace wharf::rig
