#include "core/diagnosis/probes/bare_request.h"

#include "core/diagnosis/probes/http_head.h"
#include "core/diagnosis/probes/tls_connection.h"
#include "core/diagnosis/probes/user_agent.h"
#include "core/net/authorization_header.h"
#include "core/net/exchange.h"
#include "core/net/tls_trust.h"

#include <QElapsedTimer>

namespace wharf::diagnosis {

namespace {

constexpr qsizetype bodyLimit = 64 * 1024;
constexpr qsizetype headLimit = 64 * 1024;

/// What came so far.
struct Arrived {
    QByteArray bytes;
    std::optional<HttpHead> head;
    QDateTime headAt;
    bool ended = false; ///< the connection, not the answer
};

QByteArray bodyOf(const Arrived &arrived, bool &whole)
{
    const QByteArray body = arrived.bytes.mid(arrived.head->size);
    whole = body.size() >= bodyLimit;
    if (arrived.head->header("Transfer-Encoding").toLower().contains("chunked")) {
        bool last = false;
        const QByteArray plain = withoutChunks(body, last);
        whole = whole || last;
        return plain.left(bodyLimit);
    }
    bool sized = false;
    const qlonglong length = arrived.head->header("Content-Length").toLongLong(&sized);
    if (sized && length >= 0 && body.size() >= length) {
        whole = true;
        return body.left(static_cast<qsizetype>(qMin(length, qlonglong(bodyLimit))));
    }
    const int status = arrived.head->status;
    whole = whole || status == 204 || status == 304;
    return body.left(bodyLimit);
}

/// True when nothing more is wanted.
bool read(Arrived &arrived, const QByteArray &bytes)
{
    arrived.bytes += bytes;
    if (!arrived.head) {
        arrived.head = readHttpHead(arrived.bytes);
        if (arrived.head) {
            arrived.headAt = QDateTime::currentDateTimeUtc();
            // An answer before the answer. RFC 9110 §15.2.
            if (arrived.head->status < 200) {
                const QByteArray rest = arrived.bytes.mid(arrived.head->size);
                arrived = {};
                return read(arrived, rest);
            }
        }
    }
    if (!arrived.head)
        return !looksLikeHttp(arrived.bytes) || arrived.bytes.size() > headLimit;
    bool whole = false;
    (void)bodyOf(arrived, whole);
    return whole;
}

Failure failureOf(const Arrived &arrived, Wire::End end, Stage stage, const QUrl &url)
{
    Failure failure { .stage = stage, .kind = Kind::Offline, .host = net::hostKey(url) };
    if (!arrived.bytes.isEmpty() && !looksLikeHttp(arrived.bytes)) {
        failure.kind = Kind::BadReply;
        failure.subject = QStringLiteral("not-http");
        return failure;
    }
    switch (end) {
    case Wire::End::Timeout:
    case Wire::End::Open:
        failure.kind = Kind::Timeout;
        break;
    case Wire::End::Stopped:
        failure.kind = Kind::Cancelled;
        break;
    case Wire::End::NotFound:
        failure.subject = QStringLiteral("name-not-found");
        break;
    case Wire::End::Refused:
        failure.subject = QStringLiteral("refused");
        break;
    case Wire::End::Closed:
    case Wire::End::Reset:
        failure.subject = QStringLiteral("reset");
        break;
    default:
        failure.subject = QStringLiteral("unreachable");
    }
    return failure;
}

void take(Answer &answer, const Arrived &arrived, const QUrl &url)
{
    net::Reply reply;
    reply.status = arrived.head->status;
    reply.headers = arrived.head->headers;
    const auto masked = net::maskedHeaders(reply.headers, { .url = url });
    for (const net::Header &header : masked) {
        const QString name = QString::fromLatin1(header.name).toLower();
        const QString value = cleanServerText(QString::fromUtf8(header.value));
        answer.headers[name] = answer.headers.contains(name) ? answer.headers[name] + QStringLiteral(", ") + value : value;
    }
    bool whole = false;
    answer.status = reply.status;
    answer.body = QString::fromUtf8(bodyOf(arrived, whole));
    answer.date = reply.date().toUTC();
    answer.received = arrived.headAt;
}

QByteArray commonLines(const QUrl &url, const net::NetworkSettings &settings)
{
    return "Host: " + net::hostKey(url).toLatin1() + "\r\nUser-Agent: " + userAgent(settings)
        + "\r\nAccept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n";
}

/// A proxy is asked with the whole URL. RFC 9112 §3.2.2.
QByteArray requestForProxy(const QUrl &url, const net::NetworkSettings &settings, const QNetworkProxy &proxy)
{
    QByteArray request = "GET " + url.toEncoded(QUrl::RemoveUserInfo | QUrl::RemoveFragment) + " HTTP/1.1\r\n" + commonLines(url, settings);
    if (!proxy.user().isEmpty())
        request += "Proxy-Authorization: " + net::basicValue(proxy.user(), proxy.password().toUtf8()) + "\r\n";
    return request + "\r\n";
}

Task<> readPlain(std::shared_ptr<Wire> wire, std::shared_ptr<Arrived> arrived)
{
    for (;;) {
        const QByteArray bytes = wire->take();
        if (!bytes.isEmpty() && read(*arrived, bytes))
            co_return;
        if (!bytes.isEmpty())
            continue;
        if (wire->over())
            co_return;
        co_await wire->moved();
    }
}

Task<> readTls(std::shared_ptr<TlsTalk> talk, std::shared_ptr<Arrived> arrived)
{
    for (;;) {
        const QByteArray bytes = co_await nextBytes(talk);
        if (bytes.isEmpty() || read(*arrived, bytes))
            co_return;
    }
}

Task<> exchange(std::shared_ptr<Wire> wire, QUrl url, QString address, WireSettings settings, std::shared_ptr<Arrived> arrived)
{
    if (url.scheme() == QLatin1String("https")) {
        const auto talk = co_await talkTls(wire, url, address, mannerFor(url, settings.network), userAgent(settings.network));
        if (talk && talk->outcome() == TlsTalk::Outcome::Done) {
            talk->send(bareRequest(url, settings.network));
            co_await readTls(talk, arrived);
        }
        co_return;
    }
    const ProxyChoice choice = chooseProxy(url);
    const Opening opening = co_await openWay(wire, choice, url, address, userAgent(settings.network));
    if (opening.open) {
        wire->send(choice.isHttp() ? requestForProxy(url, settings.network, choice.proxy) : bareRequest(url, settings.network));
        co_await readPlain(wire, arrived);
    }
}

} // namespace

QByteArray bareRequest(const QUrl &url, const net::NetworkSettings &settings)
{
    // By hand: without its authority QUrl folds two slashes at the beginning into one.
    QByteArray path = url.path(QUrl::FullyEncoded).toLatin1();
    if (url.hasQuery())
        path += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    return "GET " + (path.isEmpty() ? QByteArrayLiteral("/") : path) + " HTTP/1.1\r\n" + commonLines(url, settings) + "\r\n";
}

Task<Answer> askBare(QUrl url, QString address, WireSettings settings, std::chrono::milliseconds limit, std::shared_ptr<Stop> stop)
{
    QElapsedTimer timer;
    timer.start();
    Answer answer;
    answer.method = QStringLiteral("GET");
    answer.url = net::maskedUrl(url);
    const auto wire = Wire::create(limit, stop);
    const auto arrived = std::make_shared<Arrived>();
    co_await exchange(wire, url, address, settings, arrived);
    const bool secured = url.scheme() == QLatin1String("https") && wire->connected();
    if (arrived->head)
        take(answer, *arrived, url);
    else
        answer.failure = failureOf(*arrived, wire->end(), secured ? Stage::Tls : Stage::Connect, url);
    answer.milliseconds = timer.elapsed();
    wire->close();
    co_return answer;
}

Task<QByteArray> fetchBytes(QUrl url, WireSettings settings, std::chrono::milliseconds limit, std::shared_ptr<Stop> stop)
{
    const auto wire = Wire::create(limit, stop);
    const auto arrived = std::make_shared<Arrived>();
    co_await exchange(wire, url, {}, settings, arrived);
    wire->close();
    bool whole = false;
    co_return arrived->head && arrived->head->status == 200 ? bodyOf(*arrived, whole) : QByteArray();
}

} // namespace wharf::diagnosis
