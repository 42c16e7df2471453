#pragma once

#include <QByteArrayList>
#include <QHash>
#include <QTcpServer>

class QTcpSocket;

namespace wharf::test {

/// A forward proxy on loopback: tunnels for CONNECT, passes on for plain HTTP, and leads every name to a local port,
/// so that a test can talk to hosts that do not exist.
class TestProxy final : public QTcpServer {
    Q_OBJECT
public:
    TestProxy();

    /// `registry.example.com:443` → the port on 127.0.0.1. What leads nowhere gets 502.
    void lead(const QByteArray &hostAndPort, quint16 port);
    /// Asks for Basic with 407 until it comes.
    void demand(const QByteArray &userName, const QByteArray &password);
    /// Answers every request with this status instead.
    void refuseWith(int status) { m_refusal = status; }
    /// Takes connections and says nothing.
    void hang() { m_hangs = true; }

    /// `http://127.0.0.1:port`, with `userInfo@` where given: what HTTPS_PROXY holds.
    [[nodiscard]] QByteArray address(const QByteArray &userInfo = {}) const;
    /// The hosts and ports that were asked for and let through, in order.
    [[nodiscard]] const QByteArrayList &passed() const { return m_passed; }
    /// Every head that came, as sent.
    [[nodiscard]] const QByteArrayList &heads() const { return m_heads; }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void read(QTcpSocket *client);
    void open(QTcpSocket *client, const QByteArray &target, const QByteArray &firstBytes, bool tunnel);

    QHash<QByteArray, quint16> m_leads;
    QByteArray m_demanded;
    QByteArrayList m_passed;
    QByteArrayList m_heads;
    int m_refusal = 0;
    bool m_hangs = false;
};

} // namespace wharf::test
