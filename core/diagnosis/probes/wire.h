#pragma once

#include "core/async/stop.h"

#include <QNetworkProxy>
#include <QPointer>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <coroutine>
#include <cstdint>
#include <memory>
#include <utility>

namespace wharf::diagnosis {

/// `co_await pulse` goes on at the next beat. One waiter at a time; whoever waits looks again at what it waits for.
class Pulse {
public:
    void beat()
    {
        if (const auto waiter = std::exchange(m_waiter, nullptr))
            waiter.resume();
    }

    // What co_await asks for.
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) { m_waiter = waiter; }
    void await_resume() const noexcept {}

private:
    std::coroutine_handle<> m_waiter = nullptr;
};

/// One TCP connection that ends by itself: within its limit, at once when it is stopped, and with the reason why.
///
/// Bytes that came before the end can still be taken after it. At most 64 KiB wait to be taken; the peer's TCP keeps the rest.
class Wire final : public QObject {
    Q_OBJECT
public:
    enum class End : std::uint8_t {
        Open,        ///< it has not ended
        NotFound,    ///< the name did not resolve
        Refused,
        Unreachable, ///< no route, or an address family that does not work here
        Denied,      ///< this machine's own firewall or routes forbid it
        Closed,      ///< the peer closed in good order
        Reset,
        Timeout,
        Stopped,
        ProxyFailed, ///< a SOCKS proxy was not reached or did not do its part; see proxySaid()
    };

    [[nodiscard]] static std::shared_ptr<Wire> create(std::chrono::milliseconds limit, const std::shared_ptr<Stop> &stop);
    ~Wire() override;

    /// `host` is a name or an address. `socks` is a SOCKS proxy or none.
    void connectTo(const QString &host, int port, const QNetworkProxy &socks = QNetworkProxy(QNetworkProxy::NoProxy));
    void send(const QByteArray &bytes);
    /// Everything that came and was not taken yet.
    [[nodiscard]] QByteArray take();
    /// Puts bytes back in front of those that were not taken yet.
    void putBack(const QByteArray &bytes) { m_back = bytes + m_back; }
    /// Ends it earlier than it was to end; later is not possible.
    void shorten(std::chrono::milliseconds limit);
    void close();

    [[nodiscard]] bool connected() const { return m_connected; }
    [[nodiscard]] bool over() const { return m_end != End::Open; }
    [[nodiscard]] End end() const { return m_end; }
    [[nodiscard]] QString proxySaid() const { return m_proxySaid; }
    /// Beats when it is connected, when bytes came, and when it ends.
    [[nodiscard]] Pulse &moved() { return m_pulse; }

private:
    Wire();
    void finish(End end);
    void readError(QAbstractSocket::SocketError error);
    [[nodiscard]] bool wasReset() const;
    void watch();

    QTcpSocket m_socket;
    QTimer m_timer;
    QPointer<Stop> m_stop;
    Pulse m_pulse;
    QByteArray m_back;
    QString m_proxySaid;
    int m_watch = -1; ///< a second descriptor: Qt closes its own before it says that the peer is gone
    bool m_connected = false;
    End m_end = End::Open;
};

/// `refused`, `timeout`, `unreachable`, `reset`, `denied`: how ConnectEvidence calls it; empty where it was stopped.
[[nodiscard]] QString connectOutcome(Wire::End end);

} // namespace wharf::diagnosis
