#include "core/registry/token_exchange.h"

#include "core/net/origin.h"
#include "core/net/tls_trust.h"
#include "core/registry/reply_failure.h"
#include "core/registry/token_reply.h"
#include "core/registry/token_request.h"

namespace wharf::registry {

namespace {

constexpr int mostHops = 5;

bool carriesCredential(const net::Request &request)
{
    return request.authorization || request.bodyIsSecret;
}

/// Where a redirect leads, or why it is not followed.
Result<QUrl> nextHop(const net::Request &request, const net::Reply &reply)
{
    const QUrl target = request.url.resolved(QUrl::fromEncoded(reply.header("Location")));
    Failure failure { .stage = Stage::Token, .kind = Kind::BadReply, .httpStatus = reply.status,
                      .subject = QStringLiteral("redirect"), .host = net::hostKey(request.url) };
    if (reply.header("Location").isEmpty() || target.host().isEmpty())
        return fail(failure);
    // 303 says GET; a form that carries the proof cannot become one.
    if (reply.status == 303 && request.method != "GET")
        return fail(failure);
    const bool downgrade = request.url.scheme() == QLatin1String("https") && target.scheme() != QLatin1String("https");
    if (downgrade || (carriesCredential(request) && !net::mayCarryCredential(net::Origin::of(request.url), net::Origin::of(target)))) {
        failure.kind = Kind::Refused;
        failure.subject = net::maskedUrl(target);
        return fail(failure);
    }
    return target.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment);
}

/// Sends and goes along with redirects, as far as a credential may.
Task<Result<net::Reply>> sendByHand(std::shared_ptr<net::Session> session, net::Request request)
{
    auto reply = co_await session->send(request);
    for (int hop = 1; reply && reply->isRedirect(); ++hop) {
        const auto target = nextHop(request, *reply);
        if (!target) {
            reply = tl::unexpected(target.error());
        } else if (hop > mostHops) {
            reply = fail({ .stage = Stage::Token, .kind = Kind::BadReply, .httpStatus = reply->status,
                           .subject = QStringLiteral("redirect-loop"), .host = net::hostKey(request.url) });
        } else {
            request.url = *target;
            reply = co_await session->send(request);
        }
    }
    if (request.bodyIsSecret)
        wipe(request.body);
    co_return reply;
}

/// What servers that know no POST were seen to answer.
bool knowsNoPost(const net::Reply &reply)
{
    return reply.status == 400 || reply.status == 401 || reply.status == 404 || reply.status == 405;
}

} // namespace

Task<Result<AccessToken>> exchangeToken(std::shared_ptr<net::Session> session, QUrl api, Challenge challenge,
                                        QList<Scope> scopes, Credential credential)
{
    const auto realm = realmUrl(api, challenge);
    if (!realm)
        co_return tl::unexpected(realm.error());
    const QString service = challenge.service();
    const net::Request get = tokenGet(*realm, service, scopes, credential);

    Result<net::Reply> reply = fail({});
    if (credential.isIdentityToken() && !credential.isAnonymous()) {
        reply = co_await sendByHand(session, tokenPost(*realm, service, scopes, credential));
        if (reply && knowsNoPost(*reply))
            reply = co_await sendByHand(session, get);
    } else {
        reply = co_await sendByHand(session, get);
    }
    if (!reply)
        co_return tl::unexpected(reply.error());
    if (!reply->ok())
        co_return fail(replyFailure(Stage::Token, *reply, session->clock(), get.authorization));
    const auto token = readTokenReply(*reply, scopes, session->clock());
    wipe(reply->body);
    co_return token;
}

} // namespace wharf::registry
