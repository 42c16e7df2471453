#include "core/registry/upload_probe.h"

#include "core/net/origin.h"
#include "core/net/tls_trust.h"
#include "core/registry/reply_failure.h"

namespace wharf::registry {

Task<Result<std::optional<QUrl>>> probeUpload(std::shared_ptr<net::Session> session, QUrl api, QString repository,
                                              std::optional<net::Authorization> authorization)
{
    QUrl start = api;
    start.setPath(QStringLiteral("/v2/%1/blobs/uploads/").arg(repository));
    net::Request post { .method = QByteArrayLiteral("POST"), .url = start, .authorization = authorization };
    // Qt takes a body without a type for a form.
    post.headers.append({ QByteArrayLiteral("Content-Type"), QByteArrayLiteral("application/octet-stream") });
    const auto reply = co_await session->send(post);
    if (!reply)
        co_return tl::unexpected(reply.error());
    if (!reply->ok())
        co_return fail(replyFailure(Stage::Registry, *reply, session->clock(), authorization));
    if (isHtml(*reply) || reply->header("Location").isEmpty())
        co_return fail({ .stage = Stage::Registry, .kind = Kind::BadReply, .httpStatus = reply->status,
                         .subject = isHtml(*reply) ? QStringLiteral("html") : QStringLiteral("no-location"), .host = net::hostKey(start) });

    const QUrl location = start.resolved(QUrl::fromEncoded(reply->header("Location")));
    const bool taken = co_await takeUploadBack(session, api, location, authorization);
    std::optional<QUrl> left;
    if (!taken)
        left = location;
    co_return left;
}

Task<bool> takeUploadBack(std::shared_ptr<net::Session> session, QUrl api, QUrl location, std::optional<net::Authorization> authorization)
{
    net::Request takeBack { .method = QByteArrayLiteral("DELETE"), .url = location };
    if (net::Origin::of(location) == net::Origin::of(api))
        takeBack.authorization = authorization;
    const auto reply = co_await session->send(takeBack);
    co_return !reply || reply->ok() || (reply->status != 401 && reply->status != 403);
}

} // namespace wharf::registry
