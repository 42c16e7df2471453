#include "core/registry/ping.h"

#include "core/net/origin.h"
#include "core/net/tls_trust.h"
#include "core/registry/reply_failure.h"

namespace wharf::registry {

namespace {

constexpr int mostHops = 5;

/// `/v2/` without a credential. Goes along with redirects inside the origin: elsewhere is another registry.
Task<Result<net::Reply>> askVersion(std::shared_ptr<net::Session> session, QUrl api)
{
    QUrl url = api.resolved(QUrl(QStringLiteral("/v2/")));
    for (int hop = 0;; ++hop) {
        auto reply = co_await session->send({ .url = url });
        if (!reply || !reply->isRedirect())
            co_return reply;
        const QUrl target = url.resolved(QUrl::fromEncoded(reply->header("Location")));
        if (hop == mostHops || reply->header("Location").isEmpty() || net::Origin::of(target) != net::Origin::of(url))
            co_return reply;
        url = target;
    }
}

/// Nothing but plain HTTP may live there: nobody listens, or who listens speaks no TLS. A certificate that cannot be
/// trusted is no such sign, and neither is silence.
bool mayBePlain(const Failure &failure)
{
    if (failure.stage == Stage::Tls)
        return failure.subject == QLatin1String("not-tls");
    return failure.stage == Stage::Connect
        && (failure.subject == QLatin1String("refused") || failure.subject == QLatin1String("reset"));
}

Result<Ping> readPing(const net::Session &session, const QUrl &api, const net::Reply &reply)
{
    const auto refuse = [&](Stage stage, Kind kind) {
        Failure failure = replyFailure(stage, reply, session.clock());
        failure.kind = kind;
        return fail(failure);
    };
    Ping ping { api, reply.status, parseChallenges(reply.header("WWW-Authenticate")), reply.date() };
    if (reply.status == 401) {
        if (!preferredChallenge(ping.challenges))
            return refuse(Stage::Challenge, Kind::BadReply);
        return ping;
    }
    if (reply.ok()) {
        // A web site that answers every path with a page is no registry.
        if (isHtml(reply) && reply.header("Docker-Distribution-Api-Version").isEmpty())
            return refuse(Stage::Ping, Kind::BadReply);
        return ping;
    }
    return fail(replyFailure(Stage::Ping, reply, session.clock()));
}

} // namespace

Task<Result<Ping>> pingRegistry(std::shared_ptr<net::Session> session, RegistryHost host)
{
    QUrl api = host.api(QStringLiteral("https"));
    auto reply = co_await askVersion(session, api);
    if (!reply && mayBePlain(reply.error())) {
        const QUrl plain = host.api(QStringLiteral("http"));
        if (host.isLoopback() || session->settingsFor(plain).plainHttp) {
            // Where nothing answered TLS and plain HTTP brings nothing either, the first failure says more; where
            // something answered it with other bytes, the second does. A cancel ends both.
            const bool speaksSomethingElse = reply.error().stage == Stage::Tls;
            auto plainReply = co_await askVersion(session, plain);
            if (plainReply)
                api = plain;
            if (plainReply || speaksSomethingElse || plainReply.error().kind == Kind::Cancelled)
                reply = std::move(plainReply);
        }
    }
    if (!reply)
        co_return tl::unexpected(reply.error());
    co_return readPing(*session, api, *reply);
}

Task<Result<void>> proveAtRegistry(std::shared_ptr<net::Session> session, QUrl api, net::Authorization authorization)
{
    const auto reply = co_await session->send({ .url = api.resolved(QUrl(QStringLiteral("/v2/"))), .authorization = authorization });
    if (!reply)
        co_return tl::unexpected(reply.error());
    if (!reply->ok())
        co_return fail(replyFailure(Stage::Registry, *reply, session->clock(), authorization));
    if (isHtml(*reply))
        co_return fail({ .stage = Stage::Registry, .kind = Kind::BadReply, .httpStatus = reply->status,
                         .subject = QStringLiteral("html"), .host = net::hostKey(api) });
    co_return {};
}

} // namespace wharf::registry
