#include "core/gitlab/token_info.h"

#include "core/gitlab/rest_answers.h"

namespace wharf::gitlab {

namespace {

net::Request request(const QUrl &restApi, const char *path, net::Authorization::Scheme scheme, SharedSecret secret)
{
    net::Request result;
    result.url = restApi;
    result.url.setPath(restApi.path(QUrl::FullyEncoded) + QLatin1String(path), QUrl::TolerantMode);
    result.headers.append({ QByteArrayLiteral("Accept"), QByteArrayLiteral("application/json") });
    result.authorization = net::Authorization { scheme, {}, std::move(secret) };
    return result;
}

template <class T>
Result<T> withWaitingTime(Result<T> result, const net::Reply &reply, const net::Session &session)
{
    if (!result)
        result.error().retryAfterSeconds = reply.retryAfterSeconds(session.clock().now());
    return result;
}

} // namespace

Task<Result<TokenInfo>> askAboutToken(std::shared_ptr<net::Session> session, QUrl restApi, SharedSecret token)
{
    constexpr auto scheme = net::Authorization::Scheme::PrivateToken;
    const net::Request self = request(restApi, "/personal_access_tokens/self", scheme, token);
    const Result<net::Reply> reply = co_await session->send(self);
    if (!reply)
        co_return fail(reply.error());
    Result<TokenInfo> info = withWaitingTime(readTokenInfo(reply->status, reply->body), *reply, *session);
    if (!info || !mayAskForOwner(*info))
        co_return info;

    // Nice to know; nothing is lost without it.
    const net::Request user = request(restApi, "/user", scheme, token);
    const Result<net::Reply> owner = co_await session->send(user);
    if (owner)
        addOwner(*info, owner->status, owner->body);
    co_return info;
}

Task<Result<JobInfo>> askAboutJob(std::shared_ptr<net::Session> session, QUrl restApi, SharedSecret jobToken)
{
    const net::Request job = request(restApi, "/job", net::Authorization::Scheme::JobToken, jobToken);
    const Result<net::Reply> reply = co_await session->send(job);
    if (!reply)
        co_return fail(reply.error());
    co_return withWaitingTime(readJobInfo(reply->status, reply->body), *reply, *session);
}

} // namespace wharf::gitlab
