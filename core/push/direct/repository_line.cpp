#include "core/push/direct/repository_line.h"

#include "core/net/exchange.h"
#include "core/net/origin.h"
#include "core/net/tls_trust.h"
#include "core/registry/digest.h"
#include "core/registry/manifest.h"
#include "core/registry/reply_failure.h"

#include <QRandomGenerator>

namespace wharf::push {

namespace {

using namespace std::chrono_literals;

/// A registry that verifies a large blob, or a proxy that passes one on, says nothing for so long.
constexpr auto silence = 3min;

QByteArray manifestTypes()
{
    using namespace registry::mediatype;
    return QStringList { ociIndex, ociManifest, dockerList, dockerManifest }.join(QStringLiteral(", ")).toLatin1();
}

/// `0-1023`, also as `bytes=0-1023`: bytes that are there. `0-0` is what registries say of nothing.
std::optional<qint64> offsetFrom(const QByteArray &range)
{
    bool good = false;
    const qint64 last = range.mid(range.indexOf('-') + 1).trimmed().toLongLong(&good);
    if (!good || last < 0 || !range.contains('-'))
        return std::nullopt;
    return last == 0 ? 0 : last + 1;
}

/// Waiting mends no full disk. distribution 2.8 gives its driver's error in the detail: `"Err":28`, ENOSPC.
bool saysDiskIsFull(const net::Reply &reply)
{
    return reply.status >= 500 && (reply.body.contains("no space left on device") || reply.body.contains("\"Err\":28"));
}

} // namespace

RepositoryLine::RepositoryLine(QUrl api, QString repository, net::NetworkSettings network, std::shared_ptr<TokenDesk> desk,
                               std::shared_ptr<StopFlag> stop, std::shared_ptr<const Clock> clock)
    : m_api(std::move(api))
    , m_repository(std::move(repository))
    , m_desk(std::move(desk))
    , m_stop(std::move(stop))
    , m_clock(std::move(clock))
    , m_http(std::move(network), m_stop)
{
}

QUrl RepositoryLine::url(const QString &path, const QString &query) const
{
    QUrl url = m_api;
    url.setPath(QStringLiteral("/v2/%1/%2").arg(m_repository, path));
    if (!query.isEmpty())
        url.setQuery(query);
    return url;
}

QList<registry::Scope> RepositoryLine::scopes() const
{
    QList<registry::Scope> all { registry::Scope::repository(m_repository, { QStringLiteral("pull"), QStringLiteral("push") }) };
    if (!m_mountFrom.isEmpty())
        all.append(registry::Scope::repository(m_mountFrom, { QStringLiteral("pull") }));
    return all;
}

RepositoryLine::Sent RepositoryLine::sendOnce(net::StreamRequest request)
{
    return sendFor(std::move(request), scopes());
}

RepositoryLine::Sent RepositoryLine::sendFor(net::StreamRequest request, const QList<registry::Scope> &scopes)
{
    request.request.timeout = silence;
    request.request.cutLongBody = true;
    if (isOwn(request.request.url)) {
        auto authorization = m_desk->authorization(scopes, *m_stop);
        if (!authorization)
            return { .reply = fail(authorization.error()), .authorization = {} };
        request.request.authorization = *authorization;
    }
    return { .reply = m_http.send(request), .authorization = request.request.authorization };
}

bool RepositoryLine::isOwn(const QUrl &url) const
{
    return net::Origin::of(url) == net::Origin::of(m_api);
}

void RepositoryLine::giveUpToken(const Sent &sent)
{
    if (sent.reply && sent.authorization)
        m_desk->refused(scopes(), *sent.authorization, sent.reply->header("WWW-Authenticate"));
}

/// A page where an answer belongs: a portal has taken the registry's place.
Failure RepositoryLine::notARegistry(const net::Reply &reply) const
{
    return { .stage = Stage::Registry, .kind = Kind::BadReply, .httpStatus = reply.status, .subject = QStringLiteral("html"), .host = net::hostKey(m_api) };
}

Failure RepositoryLine::failureOf(const Sent &sent) const
{
    if (!sent.reply)
        return sent.reply.error();
    Failure failure = registry::replyFailure(Stage::Registry, *sent.reply, *m_clock, sent.authorization);
    if (saysDiskIsFull(*sent.reply))
        failure.kind = Kind::Full;
    return failure;
}

bool RepositoryLine::waitFor(Retry &retry, const Failure &failure)
{
    const auto wait = retry.next(failure, QRandomGenerator::global()->generateDouble());
    if (!wait)
        return false;
    if (m_waiting)
        m_waiting(failure, *wait);
    const bool goesOn = m_stop->sleepFor(*wait);
    if (m_waiting)
        m_waiting(failure, 0ms);
    return goesOn;
}

/// Tried again while that makes sense; after a 401 once with another token.
RepositoryLine::Sent RepositoryLine::ask(const net::Request &request)
{
    Retry retry;
    bool renewed = false;
    for (;;) {
        Sent sent = sendOnce({ .request = request });
        if (sent.reply && sent.reply->status == 401 && sent.authorization && !std::exchange(renewed, true)) {
            giveUpToken(sent);
            continue;
        }
        if (sent.reply && sent.reply->status < 500 && sent.reply->status != 429)
            return sent;
        if (!waitFor(retry, failureOf(sent)))
            return sent;
    }
}

std::optional<QUrl> RepositoryLine::locationOf(const net::Reply &reply)
{
    const QByteArray location = reply.header("Location");
    if (location.isEmpty())
        return std::nullopt;
    const QUrl target = reply.url.resolved(QUrl::fromEncoded(location));
    return target.isValid() && !target.host().isEmpty() ? std::optional(target) : std::nullopt;
}

Result<std::optional<qint64>> RepositoryLine::blobSize(const QString &digest)
{
    using Size = std::optional<qint64>;
    const Sent sent = ask({ .method = QByteArrayLiteral("HEAD"), .url = url(QStringLiteral("blobs/") + digest) });
    if (sent.reply && sent.reply->ok() && registry::isHtml(*sent.reply))
        return fail(notARegistry(*sent.reply));
    if (sent.reply && (sent.reply->ok() || sent.reply->isRedirect())) {
        bool said = false;
        const qint64 size = sent.reply->header("Content-Length").toLongLong(&said);
        return Size(said && sent.reply->ok() ? size : -1);
    }
    if (sent.reply && sent.reply->status == 404)
        return Size();
    return fail(failureOf(sent));
}

Result<RepositoryLine::Started> RepositoryLine::startUpload(const QString &digest, const QString &mountFrom)
{
    QString query;
    if (!mountFrom.isEmpty()) {
        query = QStringLiteral("mount=%1&from=%2").arg(QString::fromLatin1(QUrl::toPercentEncoding(digest)),
                                                       QString::fromLatin1(QUrl::toPercentEncoding(mountFrom)));
    }
    m_mountFrom = mountFrom;
    const Sent sent = ask({ .method = QByteArrayLiteral("POST"), .url = url(QStringLiteral("blobs/uploads/"), query) });
    m_mountFrom.clear();
    if (!sent.reply || !sent.reply->ok())
        return fail(failureOf(sent));
    if (sent.reply->status == 201 && !mountFrom.isEmpty())
        return Started { .location = {}, .leastChunk = 0, .isMounted = true };
    const auto location = locationOf(*sent.reply);
    if (!location || registry::isHtml(*sent.reply)) {
        return fail({ .stage = Stage::Registry, .kind = Kind::BadReply, .httpStatus = sent.reply->status,
                      .subject = registry::isHtml(*sent.reply) ? QStringLiteral("html") : QStringLiteral("no-location"),
                      .host = net::hostKey(m_api) });
    }
    return Started { .location = *location,
                     .leastChunk = std::max(sent.reply->header("OCI-Chunk-Min-Length").toLongLong(), 0LL),
                     .isMounted = false };
}

Result<std::optional<RepositoryLine::Standing>> RepositoryLine::standing(const QUrl &location)
{
    using Found = std::optional<Standing>;
    const Sent sent = ask({ .method = QByteArrayLiteral("GET"), .url = location });
    if (!sent.reply)
        return fail(sent.reply.error());
    if (sent.reply->status == 401 || sent.reply->status == 403 || sent.reply->status >= 500 || sent.reply->status == 429)
        return fail(failureOf(sent));
    const auto offset = offsetFrom(sent.reply->header("Range"));
    if (!sent.reply->ok() || !offset)
        return Found();
    return Found(Standing { .offset = *offset, .location = locationOf(*sent.reply).value_or(location) });
}

void RepositoryLine::takeBack(const QUrl &location)
{
    // What was cut off left the location behind what is stored.
    const Sent asked = sendOnce({ .request = { .method = QByteArrayLiteral("GET"), .url = location } });
    const QUrl now = asked.reply && asked.reply->ok() ? locationOf(*asked.reply).value_or(location) : location;
    // distribution wants the right to delete for it; who has none leaves it to the registry's purge.
    const QList<registry::Scope> toDelete { registry::Scope::repository(
        m_repository, { QStringLiteral("pull"), QStringLiteral("push"), QStringLiteral("delete") }) };
    const Sent deleted = sendFor({ .request = { .method = QByteArrayLiteral("DELETE"), .url = now } }, toDelete);
    if (!deleted.reply && deleted.reply.error().stage == Stage::Token)
        (void)sendOnce({ .request = { .method = QByteArrayLiteral("DELETE"), .url = now } });
}

Result<std::optional<QString>> RepositoryLine::manifestDigest(const QString &reference)
{
    using Digest = std::optional<QString>;
    const Sent sent = ask({ .method = QByteArrayLiteral("HEAD"),
                            .url = url(QStringLiteral("manifests/") + reference),
                            .headers = { { QByteArrayLiteral("Accept"), manifestTypes() } } });
    if (sent.reply && sent.reply->status == 404)
        return Digest();
    if (!sent.reply || !sent.reply->ok())
        return fail(failureOf(sent));
    if (registry::isHtml(*sent.reply))
        return fail(notARegistry(*sent.reply));
    if (const QByteArray digest = sent.reply->header("Docker-Content-Digest"); !digest.isEmpty())
        return Digest(QString::fromLatin1(digest));
    const Sent whole = ask({ .url = url(QStringLiteral("manifests/") + reference),
                             .headers = { { QByteArrayLiteral("Accept"), manifestTypes() } },
                             .bodyLimit = registry::largestManifest });
    if (!whole.reply || !whole.reply->ok())
        return fail(failureOf(whole));
    return Digest(registry::sha256Of(whole.reply->body));
}

Result<QString> RepositoryLine::putManifest(const QString &reference, const QString &mediaType, const QByteArray &bytes)
{
    const Sent sent = ask({ .method = QByteArrayLiteral("PUT"),
                            .url = url(QStringLiteral("manifests/") + reference),
                            .headers = { { QByteArrayLiteral("Content-Type"), mediaType.toLatin1() } },
                            .body = bytes });
    if (!sent.reply || !sent.reply->ok())
        return fail(failureOf(sent));
    if (registry::isHtml(*sent.reply))
        return fail(notARegistry(*sent.reply));
    return QString::fromLatin1(sent.reply->header("Docker-Content-Digest"));
}

} // namespace wharf::push
