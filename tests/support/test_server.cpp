#include "tests/support/test_server.h"

#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QTimer>

#include <memory>

namespace wharf::test {

namespace {

QByteArray decoded(QByteArray part)
{
    part.replace('+', ' ');
    return QByteArray::fromPercentEncoding(part);
}

QByteArray wireForm(const Answer &answer, bool head)
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(answer.status) + " Status\r\n";
    bool sized = false;
    for (const auto &[name, value] : answer.headers) {
        sized = sized || name.compare("Content-Length", Qt::CaseInsensitive) == 0
            || name.compare("Transfer-Encoding", Qt::CaseInsensitive) == 0;
        bytes += name + ": " + value + "\r\n";
    }
    if (!sized)
        bytes += "Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n";
    bytes += "\r\n";
    return head ? bytes : bytes + answer.body;
}

} // namespace

QByteArray SeenRequest::header(QByteArrayView name) const
{
    for (const auto &[seenName, value] : headers) {
        if (seenName.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QList<QByteArray> SeenRequest::queryValues(const QByteArray &name) const
{
    QList<QByteArray> values;
    const qsizetype mark = target.indexOf('?');
    const QList<QByteArray> parts = mark < 0 ? QList<QByteArray>() : target.mid(mark + 1).split('&');
    for (const QByteArray &part : parts) {
        const qsizetype equals = part.indexOf('=');
        if (equals > 0 && decoded(part.left(equals)) == name)
            values << decoded(part.mid(equals + 1));
    }
    return values;
}

Answer Answer::json(int status, const QByteArray &body)
{
    return text(status, body, "application/json");
}

Answer Answer::text(int status, const QByteArray &body, const QByteArray &type)
{
    Answer answer;
    answer.status = status;
    answer.body = body;
    return answer.with("Content-Type", type);
}

Answer Answer::redirect(int status, const QByteArray &location)
{
    Answer answer;
    answer.status = status;
    return answer.with("Location", location);
}

Answer Answer::doing(Manner manner)
{
    Answer answer = text(200, QByteArray(1000, 'x'));
    answer.manner = manner;
    return answer;
}

Answer &Answer::with(const QByteArray &name, const QByteArray &value)
{
    headers.append({ name, value });
    return *this;
}

TestServer::TestServer(std::optional<TestCertificate> certificate)
{
    if (certificate) {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setLocalCertificate(QSslCertificate(certificate->certificate));
        tls.setPrivateKey(QSslKey(certificate->key, QSsl::Ec));
        tls.setPeerVerifyMode(QSslSocket::VerifyNone);
        m_tls = tls;
    }
    if (!listen(QHostAddress::LocalHost))
        qFatal("no port to listen on");
}

void TestServer::answer(const QByteArray &path, Answer answer)
{
    handle(path, [answer = std::move(answer)](const SeenRequest &) { return answer; });
}

void TestServer::answerInTurn(const QByteArray &path, QList<Answer> answers)
{
    const auto left = std::make_shared<QList<Answer>>(std::move(answers));
    handle(path, [left](const SeenRequest &) { return left->size() > 1 ? left->takeFirst() : left->first(); });
}

void TestServer::handle(const QByteArray &path, Handler handler)
{
    m_handlers.insert(path, std::move(handler));
}

void TestServer::demandClientCertificate(const TestCertificate &authority)
{
    m_tls->setCaCertificates({ QSslCertificate(authority.certificate) });
    m_tls->setPeerVerifyMode(QSslSocket::VerifyPeer);
}

QUrl TestServer::url(const QString &pathAndQuery, const QString &host) const
{
    return QUrl(QStringLiteral("%1://%2:%3%4").arg(m_tls ? QStringLiteral("https") : QStringLiteral("http"), host,
                                                   QString::number(serverPort()), pathAndQuery));
}

int TestServer::count(const QByteArray &path) const
{
    return static_cast<int>(std::count_if(m_requests.begin(), m_requests.end(),
                                          [&path](const SeenRequest &seen) { return seen.path() == path; }));
}

void TestServer::incomingConnection(qintptr descriptor)
{
    ++m_connections;
    QTcpSocket *socket = nullptr;
    if (m_tls) {
        auto *tls = new QSslSocket(this);
        tls->setSslConfiguration(*m_tls);
        tls->setSocketDescriptor(descriptor);
        connect(tls, &QSslSocket::encrypted, this, [this, tls] {
            if (!tls->peerCertificate().isNull())
                m_clientNames << tls->peerCertificate().subjectInfo(QSslCertificate::CommonName);
        });
        tls->startServerEncryption();
        socket = tls;
    } else {
        socket = new QTcpSocket(this);
        socket->setSocketDescriptor(descriptor);
    }
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QObject::destroyed, this, [this, socket] { m_pending.remove(socket); });
}

void TestServer::read(QTcpSocket *socket)
{
    QByteArray &bytes = m_pending[socket];
    bytes += socket->readAll();
    if (bytes.startsWith('\x16') && !m_tls) {
        // A TLS greeting on a plain port: Go's and nginx's servers say so at once, and hang up.
        socket->write("HTTP/1.0 400 Bad Request\r\n\r\nThis port speaks plain HTTP.\n");
        socket->disconnectFromHost();
        return;
    }
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return;

    SeenRequest seen;
    QList<QByteArray> lines = bytes.left(end).split('\n');
    const QList<QByteArray> first = lines.takeFirst().trimmed().split(' ');
    seen.method = first.value(0);
    seen.target = first.value(1);
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        seen.headers.append({ line.left(colon).trimmed(), line.mid(colon + 1).trimmed() });
    }
    const qsizetype length = seen.header("Content-Length").toLongLong();
    if (bytes.size() < end + 4 + length)
        return;
    seen.body = bytes.mid(end + 4, length);
    seen.encrypted = qobject_cast<QSslSocket *>(socket) != nullptr;
    bytes.remove(0, end + 4 + length);

    m_requests.append(seen);
    const Handler handler = m_handlers.value(seen.path(), m_handlers.value("*"));
    reply(socket, handler ? handler(seen) : Answer::text(404, "no such path"), seen.method == "HEAD");
}

void TestServer::reply(QTcpSocket *socket, const Answer &answer, bool head)
{
    if (!answer.raw.isEmpty()) {
        socket->write(answer.raw);
        socket->disconnectFromHost();
        return;
    }
    const QByteArray whole = wireForm(answer, head);
    const QByteArray half = whole.chopped(answer.body.size() / 2);
    switch (answer.manner) {
    case Answer::Manner::Whole:
        socket->write(whole);
        break;
    case Answer::Manner::Hang:
        break;
    case Answer::Manner::Reset:
        socket->abort();
        break;
    case Answer::Manner::Half:
        socket->write(half);
        socket->disconnectFromHost();
        break;
    case Answer::Manner::HalfHang:
        socket->write(half);
        break;
    case Answer::Manner::Drip:
        drip(socket, whole);
        break;
    }
}

void TestServer::drip(QPointer<QTcpSocket> socket, QByteArray bytes)
{
    if (!socket || bytes.isEmpty())
        return;
    socket->write(bytes.left(1));
    QTimer::singleShot(20, this, [this, socket, rest = bytes.mid(1)] { drip(socket, rest); });
}

} // namespace wharf::test
