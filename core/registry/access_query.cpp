#include "core/registry/access_query.h"

#include "core/registry/upload_probe.h"

namespace wharf::registry {

namespace {

using Scheme = net::Authorization::Scheme;

/// Whether the repository shows itself: 200 and some errors say so. Source: distribution spec, end-8.
struct Sighting {
    bool exists = false;
    bool readable = false;
};

Task<Result<Sighting>> lookForRepository(std::shared_ptr<net::Session> session, QUrl api, QString repository,
                                         net::Authorization authorization)
{
    QUrl url = api;
    url.setPath(QStringLiteral("/v2/%1/tags/list").arg(repository));
    url.setQuery(QStringLiteral("n=1"));
    net::Request request;
    request.url = url;
    request.authorization = authorization;
    const auto reply = co_await session->send(request);
    if (!reply)
        co_return fail(reply.error());
    co_return Sighting { .exists = reply->ok(), .readable = reply->ok() || reply->status == 404 };
}

QList<GrantRow> rowsFor(const QString &repository, Grant pull, Grant push, Grant remove)
{
    const auto row = [&repository](const QString &action, Grant grant) {
        return GrantRow { .type = QStringLiteral("repository"), .name = repository, .action = action, .grant = grant };
    };
    return { row(QStringLiteral("pull"), pull), row(QStringLiteral("push"), push), row(QStringLiteral("delete"), remove) };
}

QStringList actionsToAsk(bool all)
{
    if (all)
        return { QStringLiteral("pull"), QStringLiteral("push"), QStringLiteral("delete") };
    return { QStringLiteral("pull") };
}

Grant grantOf(const QList<GrantRow> &rows, const QString &repository, const QString &action)
{
    for (const GrantRow &row : rows) {
        if (row.name == repository && row.action == action)
            return row.grant;
    }
    return Grant::NotAsked;
}

} // namespace

Task<Result<AccessAnswer>> queryAccess(std::shared_ptr<net::Session> session, QUrl api, Challenge challenge,
                                       Credential credential, AccessQuestion question)
{
    AccessAnswer answer;
    net::Authorization authorization { .scheme = Scheme::Basic, .userName = credential.userName, .secret = credential.secret };
    if (challenge.isBearer()) {
        const QList<Scope> pullOnly { Scope::repository(question.repository, actionsToAsk(false)) };
        auto token = co_await exchangeToken(session, api, challenge, pullOnly, credential);
        if (!token)
            co_return fail(token.error());
        authorization = { .scheme = Scheme::Bearer, .userName = {}, .secret = token->token };
        answer.token = std::move(*token);
    }

    const auto sighting = co_await lookForRepository(session, api, question.repository, authorization);
    if (!sighting)
        co_return fail(sighting.error());
    answer.exists = sighting->exists;
    const Grant pullSeen = sighting->readable ? Grant::Granted : Grant::Refused;
    const bool askAll = answer.exists || question.mayCreate;

    Grant push = Grant::NotAsked;
    if (challenge.isBearer()) {
        if (askAll) {
            const QList<Scope> everything { Scope::repository(question.repository, actionsToAsk(true)) };
            auto token = co_await exchangeToken(session, api, challenge, everything, credential);
            if (!token)
                co_return fail(token.error());
            authorization.secret = token->token;
            answer.token = std::move(*token);
        }
        const auto claims = answer.token->token->reveal(&JwtClaims::decode);
        if (claims) {
            const auto compared = compareGrants(answer.token->requested, claims->access);
            push = grantOf(compared, question.repository, QStringLiteral("push"));
            answer.rows = rowsFor(question.repository, grantOf(compared, question.repository, QStringLiteral("pull")), push,
                                  grantOf(compared, question.repository, QStringLiteral("delete")));
            answer.claims = *claims;
        }
    }
    if (answer.rows.isEmpty()) {
        answer.opaque = true;
        answer.rows = rowsFor(question.repository, pullSeen, Grant::NotAsked, Grant::NotAsked);
    }

    if (question.probePush && askAll && push != Grant::Refused) {
        const auto probed = co_await probeUpload(session, api, question.repository, authorization);
        answer.pushProof = probed ? Result<void>() : Result<void>(fail(probed.error()));
        const bool proven = answer.pushProof->has_value();
        if (proven || !couldNotTalk(answer.pushProof->error()))
            answer.rows[1].grant = proven ? Grant::Granted : Grant::Refused;
    }
    co_return answer;
}

} // namespace wharf::registry
