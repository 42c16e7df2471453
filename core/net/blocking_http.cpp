#include "core/net/blocking_http.h"

#include "core/base/log.h"
#include "core/base/secret.h"
#include "core/net/authorization_header.h"
#include "core/net/curl_failure.h"
#include "core/net/route.h"

#include <curl/curl.h>

#include <QSslKey>

#include <algorithm>
#include <cstring>
#include <mutex>

namespace wharf::net {

namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr auto connectPatience = 30s;
/// How long a server may take to say "100 Continue" before the body goes out all the same. RFC 9110 §10.1.1.
constexpr long continuePatience = 1000; // ms
/// Below it a body goes out at once: to ask first costs a journey.
constexpr qint64 worthAsking = 256 * 1024; // bytes
constexpr long sendBuffer = 512 * 1024;    // bytes; with curl's own 64 KiB a fast line waits for us

QByteArray pemOf(const QList<QSslCertificate> &certificates)
{
    QByteArray pem;
    for (const QSslCertificate &certificate : certificates)
        pem += certificate.toPem();
    return pem;
}

/// The list that curl wants headers in. Wiped, since one of them proves something.
class HeaderList {
public:
    HeaderList() = default;
    ~HeaderList()
    {
        for (curl_slist *line = m_first; line; line = line->next)
            wipe(line->data, std::strlen(line->data));
        curl_slist_free_all(m_first);
    }
    HeaderList(const HeaderList &) = delete;
    HeaderList &operator=(const HeaderList &) = delete;

    void add(QByteArray line)
    {
        m_first = curl_slist_append(m_first, line.constData());
        wipe(line);
    }
    void add(const Header &header)
    {
        // "Name:" would take the header out; "Name;" sends it empty.
        add(header.value.isEmpty() ? header.name + ';' : header.name + ": " + header.value);
    }
    [[nodiscard]] curl_slist *first() const { return m_first; }

private:
    curl_slist *m_first = nullptr;
};

/// A body that is in memory, read as one that is not.
class BytesBody final : public RequestBody {
public:
    explicit BytesBody(const QByteArray &bytes) : m_bytes(bytes) {}
    Piece read(char *into, qint64 most) override
    {
        const qint64 some = std::min<qint64>(most, m_bytes.size() - m_at);
        std::memcpy(into, m_bytes.constData() + m_at, static_cast<std::size_t>(some));
        m_at += some;
        return { .bytes = some };
    }

private:
    const QByteArray &m_bytes;
    qint64 m_at = 0;
};

/// What curl's callbacks see of the request that is under way.
struct Flight {
    RequestBody *body = nullptr;
    Reply reply;
    qint64 bodyLimit = 0;
    bool cut = false;
    bool tooLarge = false;
    bool broken = false;
    bool bodyAsked = false;   ///< the first byte of the body was asked for
    bool toldToGoOn = false;  ///< "100 Continue" came
    qint64 given = 0;
    SteadyClock::time_point lastActivity = SteadyClock::now();
    std::optional<SteadyClock::time_point> resumeAt;

    std::size_t giveBody(char *into, std::size_t most)
    {
        lastActivity = SteadyClock::now();
        bodyAsked = true;
        if (!body)
            return 0;
        const RequestBody::Piece piece = body->read(into, static_cast<qint64>(most));
        if (piece.broken) {
            broken = true;
            return CURL_READFUNC_ABORT;
        }
        if (piece.bytes == 0 && piece.wait > 0ms) {
            resumeAt = lastActivity + piece.wait;
            return CURL_READFUNC_PAUSE;
        }
        given += piece.bytes;
        return static_cast<std::size_t>(piece.bytes);
    }

    std::size_t takeHeader(QByteArrayView line)
    {
        lastActivity = SteadyClock::now();
        const QByteArray text = line.toByteArray().trimmed();
        if (text.startsWith("HTTP/")) { // the head of a 100, of a proxy's answer to CONNECT, or of the answer
            reply.headers.clear();
            reply.status = text.mid(text.indexOf(' ') + 1, 3).toInt();
            reply.reason = text.mid(text.indexOf(' ') + 5);
            toldToGoOn = toldToGoOn || reply.status == 100;
            return static_cast<std::size_t>(line.size());
        }
        const qsizetype colon = text.indexOf(':');
        if (colon <= 0)
            return static_cast<std::size_t>(line.size());
        const Header header { text.left(colon), text.mid(colon + 1).trimmed() };
        const auto same = std::find_if(reply.headers.begin(), reply.headers.end(),
                                       [&header](const Header &one) { return one.name.compare(header.name, Qt::CaseInsensitive) == 0; });
        if (same != reply.headers.end())
            same->value += ", " + header.value;
        else
            reply.headers.append(header);
        return static_cast<std::size_t>(line.size());
    }

    std::size_t takeBody(QByteArrayView bytes)
    {
        lastActivity = SteadyClock::now();
        const qint64 room = bodyLimit - reply.body.size();
        reply.body += bytes.first(std::min<qint64>(bytes.size(), room));
        if (bytes.size() > room) {
            tooLarge = !cut;
            return cut ? static_cast<std::size_t>(bytes.size()) : 0;
        }
        return static_cast<std::size_t>(bytes.size());
    }
};

extern "C" {

static std::size_t wharfGiveBody(char *into, std::size_t size, std::size_t count, void *flight)
{
    return static_cast<Flight *>(flight)->giveBody(into, size * count);
}

static std::size_t wharfTakeHeader(char *line, std::size_t size, std::size_t count, void *flight)
{
    return static_cast<Flight *>(flight)->takeHeader(QByteArrayView(line, static_cast<qsizetype>(size * count)));
}

static std::size_t wharfTakeBody(char *bytes, std::size_t size, std::size_t count, void *flight)
{
    return static_cast<Flight *>(flight)->takeBody(QByteArrayView(bytes, static_cast<qsizetype>(size * count)));
}
}

void setBlob(CURL *easy, CURLoption option, const QByteArray &bytes)
{
    curl_blob blob { const_cast<char *>(bytes.constData()), static_cast<std::size_t>(bytes.size()), CURL_BLOB_COPY };
    curl_easy_setopt(easy, option, &blob);
}

void setTls(CURL *easy, const QSslConfiguration &tls)
{
#if defined(Q_OS_LINUX)
    // Looked up one by one, as Qt does; curl's bundle would be read whole for every connection.
    curl_easy_setopt(easy, CURLOPT_CAINFO, nullptr);
    curl_easy_setopt(easy, CURLOPT_CAPATH, "/etc/ssl/certs");
#endif
    if (const QByteArray authorities = pemOf(tls.caCertificates()); !authorities.isEmpty())
        setBlob(easy, CURLOPT_CAINFO_BLOB, authorities);
    if (const QList<QSslCertificate> chain = tls.localCertificateChain(); !chain.isEmpty()) {
        setBlob(easy, CURLOPT_SSLCERT_BLOB, pemOf(chain));
        QByteArray key = tls.privateKey().toPem();
        setBlob(easy, CURLOPT_SSLKEY_BLOB, key);
        wipe(key);
    }
}

void setProxy(CURL *easy, const QNetworkProxy &proxy)
{
    if (proxy.type() == QNetworkProxy::NoProxy || proxy.type() == QNetworkProxy::DefaultProxy) {
        curl_easy_setopt(easy, CURLOPT_NOPROXY, "*"); // curl has rules of its own
        return;
    }
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
    const QString name = proxy.hostName().contains(u':') ? u'[' + proxy.hostName() + u']' : proxy.hostName();
    curl_easy_setopt(easy, CURLOPT_PROXY, name.toUtf8().constData());
    curl_easy_setopt(easy, CURLOPT_PROXYPORT, static_cast<long>(proxy.port()));
    curl_easy_setopt(easy, CURLOPT_PROXYTYPE, proxy.type() == QNetworkProxy::Socks5Proxy ? CURLPROXY_SOCKS5_HOSTNAME : CURLPROXY_HTTP);
    if (!proxy.user().isEmpty()) {
        curl_easy_setopt(easy, CURLOPT_PROXYUSERNAME, proxy.user().toUtf8().constData());
        curl_easy_setopt(easy, CURLOPT_PROXYPASSWORD, proxy.password().toUtf8().constData());
    }
}

} // namespace

struct BlockingHttp::Private {
    Private(NetworkSettings settings, std::shared_ptr<StopFlag> flag)
        : routes(std::move(settings))
        , stop(std::move(flag))
    {
        static std::once_flag once;
        std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
        multi = curl_multi_init();
        easy = curl_easy_init();
    }
    ~Private()
    {
        curl_easy_cleanup(easy);
        curl_multi_cleanup(multi);
    }
    Private(const Private &) = delete;
    Private &operator=(const Private &) = delete;

    void prepare(const StreamRequest &asked, const Route &route, HeaderList &headers, Flight &flight);
    CURLcode fly(Flight &flight, std::chrono::milliseconds silence, bool &timedOut);
    void leaveConnections();

    Routes routes;
    std::shared_ptr<StopFlag> stop;
    CURLM *multi = nullptr;
    CURL *easy = nullptr;
    Sending sending;
    bool saysContinue = true; ///< until a server kept us waiting for it
};

BlockingHttp::BlockingHttp(NetworkSettings settings, std::shared_ptr<StopFlag> stop)
    : d(std::make_unique<Private>(std::move(settings), std::move(stop)))
{
}

BlockingHttp::~BlockingHttp() = default;

const Sending &BlockingHttp::sending() const
{
    return d->sending;
}

void BlockingHttp::Private::leaveConnections()
{
    curl_multi_cleanup(multi);
    multi = curl_multi_init();
    sending.onConnection = 0;
}

void BlockingHttp::Private::prepare(const StreamRequest &asked, const Route &route, HeaderList &headers, Flight &flight)
{
    const Request &request = asked.request;
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_URL, request.url.toEncoded(QUrl::RemoveUserInfo | QUrl::RemoveFragment).constData());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::chrono::milliseconds(connectPatience).count()));
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L); // an upload's Location is followed as given
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, wharfTakeHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &flight);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, wharfTakeBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &flight);
    setTls(easy, route.tls);
    setProxy(easy, route.proxy);

    const bool toHead = request.method == "HEAD";
    const bool hasBody = asked.stream || !request.body.isEmpty() || request.method == "POST" || request.method == "PUT"
        || request.method == "PATCH";
    if (toHead)
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    if (hasBody) {
        const qint64 length = asked.stream ? asked.length : request.body.size();
        curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(length));
        curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, sendBuffer);
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, wharfGiveBody);
        curl_easy_setopt(easy, CURLOPT_READDATA, &flight);
        curl_easy_setopt(easy, CURLOPT_EXPECT_100_TIMEOUT_MS, continuePatience);
        const bool asks = saysContinue && (length < 0 || length > worthAsking);
        headers.add(asks ? QByteArray("Expect: 100-continue") : QByteArray("Expect:"));
    }
    if (!toHead)
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.constData());
    for (const Header &header : request.headers)
        headers.add(header);
    const QByteArray &agent = routes.settings().userAgent;
    headers.add("User-Agent: " + (agent.isEmpty() ? QByteArray("wharfinger/" WHARF_VERSION) : agent));
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.first());
}

CURLcode BlockingHttp::Private::fly(Flight &flight, std::chrono::milliseconds silence, bool &timedOut)
{
    curl_multi_add_handle(multi, easy);
    const StopFlag::Alarm alarm(*stop, [this] { curl_multi_wakeup(multi); });
    CURLcode code = CURLE_ABORTED_BY_CALLBACK;
    qint64 seenSent = 0;
    for (;;) {
        int running = 0;
        curl_multi_perform(multi, &running);
        if (running == 0) {
            int left = 0;
            if (const CURLMsg *message = curl_multi_info_read(multi, &left))
                code = message->data.result;
            break;
        }
        if (stop->isStopped())
            break;
        const auto now = SteadyClock::now();
        curl_off_t sent = 0;
        curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &sent);
        if (std::exchange(seenSent, sent) != sent)
            flight.lastActivity = now;
        if (flight.resumeAt && now >= *flight.resumeAt) {
            flight.resumeAt.reset();
            curl_easy_pause(easy, CURLPAUSE_CONT);
            continue;
        }
        if (!flight.resumeAt && now - flight.lastActivity > silence) {
            timedOut = true;
            break;
        }
        const auto until = flight.resumeAt ? *flight.resumeAt - now : SteadyClock::duration(1s);
        const auto wait = std::clamp<std::int64_t>(std::chrono::ceil<std::chrono::milliseconds>(until).count(), 1, 1000);
        curl_multi_poll(multi, nullptr, 0, static_cast<int>(wait), nullptr);
    }
    curl_multi_remove_handle(multi, easy);
    return code;
}

Result<Reply> BlockingHttp::send(const StreamRequest &asked)
{
    const Request &request = asked.request;
    const QString host = hostKey(request.url);
    const Failure cancelled { .stage = Stage::Connect, .kind = Kind::Cancelled, .host = host };
    if (d->stop->isStopped())
        return fail(cancelled);
    const auto route = d->routes.to(request.url);
    if (!route)
        return fail(route.error());
    if (asked.onNewConnection)
        d->leaveConnections();

    BytesBody bytes(request.body);
    Flight flight;
    flight.body = asked.stream ? asked.stream : &bytes;
    flight.bodyLimit = request.bodyLimit;
    flight.cut = request.cutLongBody;
    flight.reply.url = request.url;
    HeaderList headers;
    if (request.authorization) {
        auto header = authorizationHeader(*request.authorization);
        if (!header)
            return fail(header.error());
        headers.add(*header);
        wipe(header->value);
    }
    d->prepare(asked, *route, headers, flight);

    const auto started = SteadyClock::now();
    bool timedOut = false;
    const CURLcode code = d->fly(flight, request.timeout, timedOut);
    d->sending.took = std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - started);
    curl_off_t sent = 0;
    curl_easy_getinfo(d->easy, CURLINFO_SIZE_UPLOAD_T, &sent);
    d->sending.bodySent = sent;
    long connects = 0;
    curl_easy_getinfo(d->easy, CURLINFO_NUM_CONNECTS, &connects);
    d->sending.onConnection = (connects > 0 ? 0 : d->sending.onConnection) + sent;
    if ((flight.bodyAsked && !flight.toldToGoOn && sent > worthAsking) || flight.reply.status == 417) // RFC 9110 §15.5.18
        d->saysContinue = false;

    const bool stopped = d->stop->isStopped();
    const CurlTrouble trouble { code, d->easy, host,
                                route->proxy.type() == QNetworkProxy::NoProxy
                                    ? QString()
                                    : QStringLiteral("%1:%2").arg(route->proxy.hostName()).arg(route->proxy.port()) };
    Result<Reply> result = fail(cancelled);
    if (timedOut)
        result = fail({ .stage = Stage::Connect, .kind = Kind::Timeout, .httpStatus = flight.reply.status, .host = host });
    else if (flight.broken)
        result = fail({ .stage = Stage::Connect, .kind = Kind::Offline, .subject = QStringLiteral("body"), .host = host });
    else if (flight.tooLarge)
        result = fail({ .stage = Stage::Connect, .kind = Kind::TooLarge, .httpStatus = flight.reply.status, .host = host });
    else if (code == CURLE_OK)
        result = std::move(flight.reply);
    else if (!stopped)
        result = fail(curlFailure(trouble));

    qCDebug(logNet).noquote() << request.method << host << request.url.path() << (result ? result->status : 0)
                              << (result ? QString() : stageName(result.error().stage) + u'/' + kindName(result.error().kind))
                              << d->sending.took.count() << "ms" << d->sending.bodySent << "bytes";
    return result;
}

} // namespace wharf::net
