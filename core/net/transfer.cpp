#include "core/net/transfer.h"

#include "core/base/log.h"
#include "core/net/authorization_header.h"
#include "core/net/network_failure.h"
#include "core/net/no_delay.h"
#include "core/net/tls_trust.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QSslConfiguration>

namespace wharf::net {

namespace {

/// Everything that Qt would do by itself is switched off: what a request carries is decided by who sends it.
QNetworkRequest bareRequest(const Request &request)
{
    QNetworkRequest bare(request.url);
    bare.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    bare.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    bare.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    bare.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    bare.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    bare.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    bare.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    // A packed answer would be unpacked before anybody could weigh it.
    bare.setRawHeader("Accept-Encoding", "identity");
    for (const Header &header : request.headers)
        bare.setRawHeader(header.name, header.value);
    return bare;
}

} // namespace

Transfer::Transfer(Request request, std::shared_ptr<const Clock> clock, Finished finished)
    : m_request(std::move(request))
    , m_clock(std::move(clock))
    , m_finished(std::move(finished))
    , m_startedAt(m_clock->monotonic())
    , m_host(hostKey(m_request.url))
{
    m_exchange.purpose = m_request.purpose;
    m_exchange.method = m_request.method;
    // A redirect may have put into the path what the hop before was told.
    m_exchange.url = withoutSecret(maskedUrl(m_request.url), m_request.authorization);
    m_exchange.authorization = maskedAuthorization(m_request.authorization);
    m_exchange.started = m_clock->now();
    m_reply.url = m_request.url;
    m_timeout.setSingleShot(true);
    connect(&m_timeout, &QTimer::timeout, this, [this] { finish(fail(failureHere(Kind::Timeout))); });
}

Transfer::~Transfer()
{
    Q_ASSERT(!m_networkReply);
}

void Transfer::start(QNetworkAccessManager &manager, const QSslConfiguration &tls, const QNetworkProxy &proxy)
{
    QNetworkRequest request = bareRequest(m_request);
    request.setSslConfiguration(tls);
    if (proxy.type() != QNetworkProxy::NoProxy) {
        m_proxyHost = QStringLiteral("%1:%2").arg(proxy.hostName()).arg(proxy.port());
        // Qt proves itself to a proxy when it opens a tunnel, but not when the proxy passes a request on.
        if (m_request.url.scheme() == QLatin1String("http") && proxy.type() == QNetworkProxy::HttpProxy && !proxy.user().isEmpty())
            request.setRawHeader("Proxy-Authorization", basicValue(proxy.user(), proxy.password().toUtf8()));
    }
    if (m_request.authorization) {
        const auto header = authorizationHeader(*m_request.authorization);
        if (!header) {
            finish(tl::unexpected(header.error()));
            return;
        }
        request.setRawHeader(header->name, header->value);
    }
    // Read where it lies, so that there is one body to wipe.
    m_upload.setBuffer(&m_request.body);
    m_upload.open(QIODevice::ReadOnly);
    const bool hasBody = !m_request.body.isEmpty() || m_request.method == "POST" || m_request.method == "PUT"
        || m_request.method == "PATCH";
    // As a custom request HEAD would wait for the body that its answer only tells the length of.
    m_networkReply = m_request.method == "HEAD" ? manager.head(request)
                                                : manager.sendCustomRequest(request, m_request.method, hasBody ? &m_upload : nullptr);
    connect(m_networkReply, &QNetworkReply::socketStartedConnecting, this, &sendSmallSegmentsAtOnce);
    connect(m_networkReply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) { m_sslErrors = errors; });
    connect(m_networkReply, &QNetworkReply::metaDataChanged, this, &Transfer::readHead);
    connect(m_networkReply, &QNetworkReply::readyRead, this, &Transfer::readBody);
    connect(m_networkReply, &QNetworkReply::finished, this, &Transfer::readEnd);
    m_timeout.start(m_request.timeout);
}

void Transfer::end(const Failure &failure)
{
    finish(fail(failure));
}

void Transfer::readHead()
{
    m_reply.status = m_networkReply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    m_reply.reason = m_networkReply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray();
    m_reply.headers.clear();
    const auto pairs = m_networkReply->rawHeaderPairs();
    for (const auto &[name, value] : pairs)
        m_reply.headers.append({ name, value });
    if (m_request.method != "HEAD" && !m_request.cutLongBody && m_reply.header("Content-Length").toLongLong() > m_request.bodyLimit)
        finish(fail(failureHere(Kind::TooLarge)));
}

void Transfer::readBody()
{
    m_reply.body += m_networkReply->read(m_request.bodyLimit + 1 - m_reply.body.size());
    if (m_reply.body.size() <= m_request.bodyLimit)
        return;
    if (!m_request.cutLongBody) {
        finish(fail(failureHere(Kind::TooLarge)));
        return;
    }
    m_reply.body.truncate(m_request.bodyLimit);
    finish(std::move(m_reply));
}

void Transfer::readEnd()
{
    const auto self = shared_from_this();
    readHead();
    if (!m_ended)
        readBody();
    if (m_ended)
        return;

    const QNetworkReply::NetworkError error = m_networkReply->error();
    const bool proxyWantsPassword = error == QNetworkReply::ProxyAuthenticationRequiredError && !m_proxyHost.isEmpty();
    // 1 to 99 are the connection's troubles, 101 to 199 the proxy's; above lie those that a status stands for.
    const bool broken = (error != QNetworkReply::NoError && error < QNetworkReply::ProxyConnectionRefusedError) || isCutShort();
    if (m_reply.status > 0 && !broken && !proxyWantsPassword) {
        finish(std::move(m_reply));
        return;
    }
    NetworkTrouble trouble { error, m_networkReply->errorString(), m_sslErrors, m_host, m_proxyHost };
    if (isCutShort())
        trouble.error = QNetworkReply::RemoteHostClosedError;
    finish(fail(networkFailure(trouble)));
}

bool Transfer::isCutShort() const
{
    if (m_request.method == "HEAD" || m_reply.status == 204 || m_reply.status == 304)
        return false;
    return m_reply.body.size() < m_reply.header("Content-Length").toLongLong();
}

Failure Transfer::failureHere(Kind kind) const
{
    return { .stage = Stage::Connect, .kind = kind, .httpStatus = m_reply.status, .host = m_host };
}

void Transfer::finish(Result<Reply> result)
{
    if (std::exchange(m_ended, true))
        return;
    const auto self = shared_from_this();
    m_timeout.stop();
    if (m_networkReply) {
        QNetworkReply *reply = std::exchange(m_networkReply, nullptr);
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
    m_upload.close();
    if (m_request.bodyIsSecret)
        wipe(m_request.body);

    const auto taken = m_clock->monotonic() - m_startedAt;
    m_exchange.milliseconds = taken.count();
    const Reply &head = result ? *result : m_reply;
    m_exchange.status = head.status;
    m_exchange.replyHeaders = maskedHeaders(head.headers, m_request);
    if (!result)
        m_exchange.failure = result.error();
    qCDebug(logNet).noquote() << m_request.method << m_host << QUrl(m_exchange.url).path() << head.status
                              << (result ? QString() : stageName(result.error().stage) + QLatin1Char('/') + kindName(result.error().kind))
                              << taken.count() << "ms" << head.header("X-Request-Id");
    m_request.authorization.reset();
    m_request.bodySecret.reset();
    m_finished(self);
    m_outcome.set(std::move(result));
}

} // namespace wharf::net
