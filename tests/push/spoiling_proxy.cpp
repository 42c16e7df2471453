#include "tests/push/spoiling_proxy.h"

#include <QDeadlineTimer>

#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace wharf::rig {

namespace {

/// A socket on 127.0.0.1 that holds its port. Until it listens, it refuses.
int boundTo(quint16 port)
{
    const int file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int on = 1;
    ::setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    // Small, so that a sender's idea of what has gone out is not far from ours. Inherited by what is accepted.
    const int receiveBuffer = 256 * 1024;
    ::setsockopt(file, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(file, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        qFatal("no port to listen on");
    return file;
}

quint16 portOf(int file)
{
    sockaddr_in address {};
    socklen_t size = sizeof address;
    ::getsockname(file, reinterpret_cast<sockaddr *>(&address), &size);
    return ntohs(address.sin_port);
}

} // namespace

SpoilingProxy::SpoilingProxy(quint16 upstreamPort, std::optional<ResumeRules> rules)
{
    m_shared.upstreamPort = upstreamPort;
    m_shared.rules = std::move(rules);
    m_shared.goAway = [this](double seconds) { goAway(seconds); };
    m_wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    m_listener = boundTo(0);
    m_port = portOf(m_listener);
    ::listen(m_listener, SOMAXCONN);
    m_thread = std::thread([this] { accept(); });
}

SpoilingProxy::~SpoilingProxy()
{
    m_stops = true;
    ::eventfd_write(m_wake, 1);
    m_thread.join();
    ::close(m_listener);
    ::close(m_wake);
}

void SpoilingProxy::goAway(double seconds)
{
    m_awayMilliseconds = static_cast<int>(seconds * 1000);
    ::eventfd_write(m_wake, 1);
}

void SpoilingProxy::accept()
{
    QDeadlineTimer away;
    bool listens = true;
    while (!m_stops) {
        pollfd watched[2] = { { m_wake, POLLIN, 0 }, { listens ? m_listener : -1, POLLIN, 0 } };
        ::poll(watched, 2, listens ? -1 : static_cast<int>(away.remainingTime()));
        if (watched[0].revents != 0) {
            eventfd_t ignored = 0;
            ::eventfd_read(m_wake, &ignored);
        }
        if (const int milliseconds = m_awayMilliseconds.exchange(0); milliseconds > 0) {
            away.setRemainingTime(milliseconds);
            ::close(m_listener);
            m_listener = boundTo(m_port);
            listens = false;
            cutAll();
        } else if (!listens && away.hasExpired()) {
            ::listen(m_listener, SOMAXCONN);
            listens = true;
        } else if ((watched[1].revents & POLLIN) != 0) {
            take(::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC));
        }
        removeEnded(false);
    }
    cutAll();
    removeEnded(true);
}

void SpoilingProxy::take(int file)
{
    if (file < 0)
        return;
    Client &client = m_clients.emplace_back();
    client.connection = std::make_unique<Connection>(Wire(file), ++m_connections, m_shared);
    client.thread = std::thread([&client] {
        client.connection->run();
        client.ended = true;
    });
}

void SpoilingProxy::removeEnded(bool all)
{
    m_clients.remove_if([all](Client &client) {
        if (!all && !client.ended)
            return false;
        client.thread.join();
        return true;
    });
}

void SpoilingProxy::cutAll()
{
    for (Client &client : m_clients)
        client.connection->cut();
}

} // namespace wharf::rig
