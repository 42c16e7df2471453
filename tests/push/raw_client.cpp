#include "tests/push/raw_client.h"

#include "tests/push/body_reader.h"

#include <QDeadlineTimer>

namespace wharf::rig {

QByteArray RawAnswer::location() const
{
    const QByteArray location = header("Location");
    const qsizetype host = location.indexOf("://");
    return host < 0 ? location : location.mid(location.indexOf('/', host + 3));
}

RawClient::RawClient(quint16 port)
    : m_host("localhost:" + QByteArray::number(port))
{
    m_socket.connectToHost(QStringLiteral("127.0.0.1"), port);
    m_socket.waitForConnected();
}

void RawClient::begin(const QByteArray &method, const QByteArray &target, const Headers &headers)
{
    HttpHead head;
    head.setFirstLine(method + ' ' + target + " HTTP/1.1");
    head.set("Host", m_host);
    for (const auto &[name, value] : headers)
        head.set(name, value);
    send(head.bytes());
}

void RawClient::send(const QByteArray &bytes)
{
    m_socket.write(bytes);
    // A server that answers early may stop reading: then its answer is what counts.
    while (m_socket.bytesToWrite() > 0 && m_socket.bytesAvailable() == 0 && m_socket.waitForBytesWritten()) { }
}

RawAnswer RawClient::ask(const QByteArray &method, const QByteArray &target, const QByteArray &body, const Headers &headers)
{
    Headers all = headers;
    if (method != "GET" && method != "HEAD")
        all.emplaceBack("Content-Length", QByteArray::number(body.size()));
    begin(method, target, all);
    send(body);
    return answer(method);
}

RawAnswer RawClient::askChunked(const QByteArray &method, const QByteArray &target, const QByteArray &body, qsizetype pieceSize, const Headers &headers)
{
    Headers all = headers;
    all.emplaceBack("Transfer-Encoding", "chunked");
    begin(method, target, all);
    QByteArray framed;
    for (qsizetype at = 0; at < body.size(); at += pieceSize) {
        const QByteArray piece = body.mid(at, pieceSize);
        framed += QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n";
    }
    send(framed + "0\r\n\r\n");
    return answer(method);
}

bool RawClient::readMore(int milliseconds)
{
    if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(milliseconds))
        return false;
    m_read += m_socket.readAll();
    return true;
}

RawAnswer RawClient::answer(const QByteArray &method, int milliseconds)
{
    const QDeadlineTimer limit(milliseconds);
    const auto left = [&] { return static_cast<int>(limit.remainingTime()); };
    RawAnswer answer;
    do {
        qsizetype end = m_read.indexOf("\r\n\r\n");
        while (end < 0) {
            if (!readMore(left()))
                return {};
            end = m_read.indexOf("\r\n\r\n");
        }
        answer.head = AnswerHead(m_read.left(end));
        m_read.remove(0, end + 4);
    } while (answer.head.status() < 200);
    const bool none = method == "HEAD" || answer.head.status() == 204 || answer.head.status() == 304;
    BodyReader body = answer.head.lists("Transfer-Encoding", "chunked") ? BodyReader::chunked() : BodyReader::ofLength(none ? 0 : answer.header("Content-Length").toLongLong());
    while (true) {
        answer.body += body.take(m_read, m_read.size());
        if (body.isWhole())
            break;
        if (body.isBroken() || !readMore(left()))
            return {};
    }
    answer.status = answer.head.status();
    return answer;
}

} // namespace wharf::rig
