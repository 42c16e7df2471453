#include "core/diagnosis/probes/wire.h"

#include <QHostAddress>

#ifdef Q_OS_LINUX
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace wharf::diagnosis {

namespace {

constexpr qint64 waitingLimit = 64 * 1024;

} // namespace

std::shared_ptr<Wire> Wire::create(std::chrono::milliseconds limit, const std::shared_ptr<Stop> &stop)
{
    // Its last holder may let go inside one of its own signals.
    const std::shared_ptr<Wire> wire(new Wire, [](Wire *unheld) {
        unheld->close();
        unheld->deleteLater();
    });
    if (stop->isStopped()) {
        wire->m_end = End::Stopped;
        return wire;
    }
    connect(stop.get(), &Stop::stopped, wire.get(), [raw = wire.get()] { raw->finish(End::Stopped); });
    wire->m_timer.start(limit);
    return wire;
}

Wire::Wire()
{
    m_socket.setReadBufferSize(waitingLimit);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { finish(End::Timeout); });
    connect(&m_socket, &QTcpSocket::connected, this, [this] {
        watch();
        m_connected = true;
        m_pulse.beat();
    });
    connect(&m_socket, &QTcpSocket::readyRead, this, [this] { m_pulse.beat(); });
    connect(&m_socket, &QTcpSocket::errorOccurred, this, &Wire::readError);
}

Wire::~Wire()
{
#ifdef Q_OS_LINUX
    if (m_watch >= 0)
        ::close(m_watch);
#endif
}

void Wire::connectTo(const QString &host, int port, const QNetworkProxy &socks)
{
    if (over())
        return;
    m_socket.setProxy(socks);
    const QHostAddress address(host);
    if (address.isNull())
        m_socket.connectToHost(host, static_cast<quint16>(port));
    else
        m_socket.connectToHost(address, static_cast<quint16>(port));
}

void Wire::send(const QByteArray &bytes)
{
    if (m_socket.state() == QAbstractSocket::ConnectedState)
        m_socket.write(bytes);
}

QByteArray Wire::take()
{
    QByteArray bytes = std::exchange(m_back, {});
    if (m_socket.bytesAvailable() > 0)
        bytes += m_socket.read(waitingLimit);
    return bytes;
}

void Wire::shorten(std::chrono::milliseconds limit)
{
    if (!over() && limit < m_timer.remainingTimeAsDuration())
        m_timer.start(limit);
}

void Wire::close()
{
    if (!over())
        m_end = End::Closed;
    m_timer.stop();
    m_socket.disconnect(this);
    m_socket.abort();
}

void Wire::finish(End end)
{
    if (over())
        return;
    m_end = end;
    m_timer.stop();
    m_pulse.beat();
}

void Wire::readError(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
        return finish(End::NotFound);
    case QAbstractSocket::ConnectionRefusedError:
        return finish(End::Refused);
    case QAbstractSocket::RemoteHostClosedError:
        return finish(wasReset() ? End::Reset : End::Closed);
    case QAbstractSocket::SocketAccessError:
        return finish(End::Denied);
    case QAbstractSocket::SocketTimeoutError:
        return finish(End::Timeout);
    case QAbstractSocket::ProxyConnectionRefusedError:
    case QAbstractSocket::ProxyConnectionClosedError:
    case QAbstractSocket::ProxyConnectionTimeoutError:
    case QAbstractSocket::ProxyNotFoundError:
    case QAbstractSocket::ProxyProtocolError:
    case QAbstractSocket::ProxyAuthenticationRequiredError:
        m_proxySaid = m_socket.errorString();
        return finish(End::ProxyFailed);
    default:
        return finish(m_connected ? End::Reset : End::Unreachable);
    }
}

void Wire::watch()
{
#ifdef Q_OS_LINUX
    m_watch = ::fcntl(static_cast<int>(m_socket.socketDescriptor()), F_DUPFD_CLOEXEC, 0);
#endif
}

/// Qt has one error for a peer that closes and one that resets. The kernel knows: after a close it waits for ours, after a reset
/// nothing is left.
bool Wire::wasReset() const
{
#ifdef Q_OS_LINUX
    tcp_info info {};
    socklen_t size = sizeof info;
    return m_watch >= 0 && ::getsockopt(m_watch, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 && info.tcpi_state == TCP_CLOSE;
#else
    return false;
#endif
}

QString connectOutcome(Wire::End end)
{
    switch (end) {
    case Wire::End::Refused:
        return QStringLiteral("refused");
    case Wire::End::Timeout:
        return QStringLiteral("timeout");
    case Wire::End::Unreachable:
    case Wire::End::NotFound:
    case Wire::End::ProxyFailed:
        return QStringLiteral("unreachable");
    case Wire::End::Denied:
        return QStringLiteral("denied");
    case Wire::End::Reset:
    case Wire::End::Closed:
        return QStringLiteral("reset");
    case Wire::End::Stopped:
        return {};
    case Wire::End::Open:
        break;
    }
    return QStringLiteral("connected");
}

} // namespace wharf::diagnosis

#include "moc_wire.cpp"
