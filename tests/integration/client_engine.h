#pragma once

#include <QByteArray>
#include <QLocalServer>
#include <QLocalSocket>
#include <QRegularExpression>

namespace wharf::test {

/// An engine that refuses every push and keeps the credential that came with it: what Docker's command line really sends.
class ClientEngine final : public QLocalServer {
public:
    explicit ClientEngine(const QString &socketFile)
    {
        connect(this, &QLocalServer::newConnection, this, &ClientEngine::accept);
        listen(socketFile);
    }

    /// The decoded `X-Registry-Auth` of the last push; none where none came.
    [[nodiscard]] QByteArray taken() { return std::exchange(m_auth, {}); }

private:
    void accept()
    {
        while (QLocalSocket *client = nextPendingConnection())
            connect(client, &QLocalSocket::readyRead, this, [this, client] { answer(client); });
    }

    void answer(QLocalSocket *client)
    {
        m_pending[client] += client->readAll();
        for (QByteArray &all = m_pending[client]; all.contains("\r\n\r\n");) {
            const QByteArray head = all.left(all.indexOf("\r\n\r\n"));
            all.remove(0, head.size() + 4);
            static const QRegularExpression auth(QStringLiteral("(?i)x-registry-auth: *([^\r\n]+)"));
            if (const auto match = auth.match(QString::fromLatin1(head)); match.hasMatch())
                m_auth = QByteArray::fromBase64(match.captured(1).toLatin1(), QByteArray::Base64UrlEncoding);
            const bool ping = head.contains("/_ping");
            const QByteArray body = ping ? "OK" : R"({"message":"no"})";
            client->write(QByteArray(ping ? "HTTP/1.1 200 OK" : "HTTP/1.1 500 No") + "\r\nApi-Version: 1.41\r\nContent-Type: application/json\r\nContent-Length: "
                          + QByteArray::number(body.size()) + "\r\n\r\n" + (head.startsWith("HEAD") ? QByteArray() : body));
        }
    }

    QHash<QLocalSocket *, QByteArray> m_pending;
    QByteArray m_auth;
};

} // namespace wharf::test
