#include "tests/support/test_proxy.h"

#include <QTcpSocket>
#include <QUrl>

namespace wharf::test {

TestProxy::TestProxy()
{
    if (!listen(QHostAddress::LocalHost))
        qFatal("no port to listen on");
}

void TestProxy::lead(const QByteArray &hostAndPort, quint16 port)
{
    m_leads.insert(hostAndPort, port);
}

void TestProxy::demand(const QByteArray &userName, const QByteArray &password)
{
    m_demanded = "Basic " + (userName + ':' + password).toBase64();
}

QByteArray TestProxy::address(const QByteArray &userInfo) const
{
    return "http://" + (userInfo.isEmpty() ? QByteArray() : userInfo + '@') + "127.0.0.1:" + QByteArray::number(serverPort());
}

void TestProxy::incomingConnection(qintptr descriptor)
{
    auto *client = new QTcpSocket(this);
    client->setSocketDescriptor(descriptor);
    connect(client, &QTcpSocket::readyRead, this, [this, client] { read(client); });
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
}

void TestProxy::read(QTcpSocket *client)
{
    const QByteArray seen = client->peek(1 << 20);
    const qsizetype end = seen.indexOf("\r\n\r\n");
    if (end < 0 || m_hangs)
        return;
    QByteArray bytes = client->readAll();
    const QByteArray head = bytes.left(end + 4);
    m_heads << head;

    const QList<QByteArray> line = head.left(head.indexOf("\r\n")).split(' ');
    if (m_refusal) {
        client->write("HTTP/1.1 " + QByteArray::number(m_refusal) + " No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        client->disconnectFromHost();
        return;
    }
    if (!m_demanded.isEmpty() && !head.contains("\r\nProxy-Authorization: " + m_demanded + "\r\n")) {
        client->write("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n");
        return;
    }
    if (line.value(0) == "CONNECT") {
        open(client, line.value(1), bytes.mid(end + 4), true);
        return;
    }
    // RFC 9112 §3.2.2: a proxy is asked with the whole URL, a server with its path.
    const QUrl url(QString::fromLatin1(line.value(1)));
    bytes.replace(0, line.value(0).size() + 1 + line.value(1).size(),
                  line.value(0) + ' ' + url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority));
    open(client, url.host().toLatin1() + ':' + QByteArray::number(url.port(80)), bytes, false);
}

void TestProxy::open(QTcpSocket *client, const QByteArray &target, const QByteArray &firstBytes, bool tunnel)
{
    if (!m_leads.contains(target)) {
        client->write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
        client->disconnectFromHost();
        return;
    }
    m_passed << target;
    client->disconnect(this);
    auto *server = new QTcpSocket(client);
    connect(client, &QTcpSocket::readyRead, server, [client, server] { server->write(client->readAll()); });
    connect(server, &QTcpSocket::readyRead, client, [client, server] { client->write(server->readAll()); });
    connect(server, &QTcpSocket::disconnected, client, [client] { client->disconnectFromHost(); });
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    server->connectToHost(QHostAddress(QHostAddress::LocalHost), m_leads.value(target));
    if (tunnel)
        client->write("HTTP/1.1 200 Connection established\r\n\r\n");
    server->write(firstBytes);
}

} // namespace wharf::test
