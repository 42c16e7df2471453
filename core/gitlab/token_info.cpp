#include "core/gitlab/token_info.h"

#include "core/gitlab/rest_answers.h"
#include "core/net/exchange.h"

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

/// Adds what only the reply knows to a failure, and takes the token out of what GitLab said, should it say it back.
template <class T>
Result<T> completed(Result<T> result, const net::Reply &reply, const net::Request &sent, const net::Session &session)
{
    if (!result) {
        Failure &failure = result.error();
        failure.retryAfterSeconds = reply.retryAfterSeconds(session.clock().now());
        failure.serverSaid = QString::fromUtf8(net::withoutSecret(failure.serverSaid.toUtf8(), sent.authorization));
    }
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
    Result<TokenInfo> info = completed(readTokenInfo(reply->status, reply->body), *reply, self, *session);
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
    co_return completed(readJobInfo(reply->status, reply->body), *reply, job, *session);
}

} // namespace wharf::gitlab
