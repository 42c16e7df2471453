#pragma once

#include "tests/push/http_head.h"

#include <QTcpSocket>

namespace wharf::rig {

/// What a server said; `status` 0 where it said nothing whole.
struct RawAnswer {
    int status = 0;
    AnswerHead head;
    QByteArray body;

    [[nodiscard]] QByteArray header(QByteArrayView name) const { return head.header(name); }
    /// Path and query of `Location`.
    [[nodiscard]] QByteArray location() const;
};

/// Speaks HTTP by hand over one connection, so that a test sees what a proxy really does. Blocks; nothing is retried.
class RawClient {
public:
    explicit RawClient(quint16 port);

    using Headers = QList<std::pair<QByteArray, QByteArray>>;
    /// With `Content-Length`, and reads the answer.
    [[nodiscard]] RawAnswer ask(const QByteArray &method, const QByteArray &target, const QByteArray &body = {}, const Headers &headers = {});
    /// The same, chunked in pieces of this size.
    [[nodiscard]] RawAnswer askChunked(const QByteArray &method, const QByteArray &target, const QByteArray &body, qsizetype pieceSize, const Headers &headers = {});
    /// Only the head.
    void begin(const QByteArray &method, const QByteArray &target, const Headers &headers);
    void send(const QByteArray &bytes);
    /// `method`: of the request, since a HEAD's answer has no body. `milliseconds`: for the whole of it.
    [[nodiscard]] RawAnswer answer(const QByteArray &method, int milliseconds = 30'000);

    /// True when the other end has reset the connection, false when it is open or was closed in order.
    [[nodiscard]] bool wasReset() const { return m_socket.error() == QAbstractSocket::RemoteHostClosedError ? false : m_socket.error() == QAbstractSocket::NetworkError; }
    [[nodiscard]] bool isConnected() { return m_socket.state() == QAbstractSocket::ConnectedState; }
    [[nodiscard]] QTcpSocket &socket() { return m_socket; }

private:
    bool readMore(int milliseconds);

    QTcpSocket m_socket;
    QByteArray m_host;
    QByteArray m_read;
};

} // namespace wharf::rig
