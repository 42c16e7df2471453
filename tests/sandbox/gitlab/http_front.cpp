#include "tests/sandbox/gitlab/http_front.h"

#include <QLocale>
#include <QMetaEnum>
#include <QtHttpServer/QHttpServerRequest>
#include <QtHttpServer/QHttpServerResponder>

namespace wharf::sandbox {

namespace {

Request readRequest(const QHttpServerRequest &from)
{
    Request request;
    request.method = QByteArray(QMetaEnum::fromType<QHttpServerRequest::Method>().valueToKey(static_cast<int>(from.method()))).toUpper();
    request.path = from.url().path(QUrl::FullyEncoded).toLatin1();
    request.query = from.url().query(QUrl::FullyEncoded).toLatin1();
    request.headers = from.headers();
    request.body = from.body();
    // As behind GitLab's own proxy on the same machine: tests come from any address they like.
    const QByteArray forwarded = request.header("X-Forwarded-For");
    request.clientAddress = forwarded.isEmpty() ? from.remoteAddress().toString() : QString::fromLatin1(forwarded.split(',').first().trimmed());
    return request;
}

QByteArray httpDate(const QDateTime &time)
{
    return QLocale::c().toString(time.toUTC(), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'")).toLatin1();
}

} // namespace

HttpFront::HttpFront(Handler handler, QObject *parent)
    : QAbstractHttpServer(parent)
    , m_handler(std::move(handler))
{
}

quint16 HttpFront::start(quint16 port)
{
    return listen(QHostAddress::LocalHost, port);
}

quint16 HttpFront::startTls(const QSslConfiguration &tls, quint16 port)
{
    sslSetup(tls);
    return listen(QHostAddress::LocalHost, port);
}

bool HttpFront::handleRequest(const QHttpServerRequest &request, QTcpSocket *socket)
{
    const Answer answer = m_handler(readRequest(request));
    QHttpServerResponder responder = makeResponder(request, socket);
    responder.writeStatusLine(static_cast<QHttpServerResponder::StatusCode>(answer.status));
    bool dated = false;
    for (const auto &[name, value] : answer.headers) {
        responder.writeHeader(name, value);
        dated = dated || name == "Date";
    }
    if (!dated)
        responder.writeHeader("Date", httpDate(QDateTime::currentDateTimeUtc()));
    if (!answer.contentType.isEmpty())
        responder.writeHeader("Content-Type", answer.contentType);
    if (answer.status != 204)
        responder.writeHeader("Content-Length", QByteArray::number(answer.body.size()));
    responder.writeBody(request.method() == QHttpServerRequest::Method::Head ? QByteArray() : answer.body);
    return true;
}

void HttpFront::missingHandler(const QHttpServerRequest &, QTcpSocket *)
{
    Q_UNREACHABLE(); // handleRequest() takes everything
}

} // namespace wharf::sandbox
