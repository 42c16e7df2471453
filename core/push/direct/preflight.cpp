#include "core/push/direct/preflight.h"

#include "core/net/tls_trust.h"
#include "core/registry/jwt.h"
#include "core/registry/manifest.h"
#include "core/registry/ping.h"
#include "core/registry/token_exchange.h"
#include "core/registry/upload_probe.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace wharf::push {

namespace {

Failure forbidden(const char *reason, const registry::ImageReference &destination, const QString &pattern = {})
{
    return { .stage = Stage::Registry, .kind = Kind::Forbidden, .serverSaid = pattern, .subject = QLatin1String(reason),
             .host = destination.host.name() };
}

/// The first of the patterns (RE2, as GitLab hands them to its registry) that the tag matches.
QString matching(const QJsonValue &patterns, const QString &tag)
{
    const QJsonArray all = patterns.toArray();
    for (const QJsonValue &one : all) {
        const QRegularExpression pattern(one.toString());
        if (pattern.isValid() && pattern.match(tag).hasMatch())
            return one.toString();
    }
    return {};
}

const registry::AccessEntry *entryFor(const registry::JwtClaims &claims, const QString &repository)
{
    for (const registry::AccessEntry &entry : claims.access) {
        if (entry.scope.type == QLatin1String("repository") && entry.scope.name == repository)
            return &entry;
    }
    return nullptr;
}

/// What the token itself says against the push; nothing where it is opaque.
Result<void> checkGrant(const registry::AccessToken &token, const registry::ImageReference &destination)
{
    const auto claims = token.token->reveal(&registry::JwtClaims::decode);
    if (!claims || (claims->access.isEmpty() && !claims->payload.contains(QLatin1String("access"))))
        return {};
    const registry::AccessEntry *entry = entryFor(*claims, destination.repository);
    const bool granted = entry && (entry->scope.actions.contains(QLatin1String("push")) || entry->scope.actions.contains(QLatin1String("*")));
    if (!granted)
        return fail(forbidden("push-not-granted", destination));
    if (destination.tag.isEmpty())
        return {};
    const QJsonObject denied = entry->meta.value(QLatin1String("tag_deny_access_patterns")).toObject();
    if (const QString pattern = matching(denied.value(QLatin1String("push")), destination.tag); !pattern.isEmpty())
        return fail(forbidden("tag-protected", destination, pattern));
    return {};
}

/// The pattern that keeps the tag from being written again; empty where none does.
QString immutablePattern(const registry::AccessToken &token, const registry::ImageReference &destination)
{
    const auto claims = token.token->reveal(&registry::JwtClaims::decode);
    const registry::AccessEntry *entry = claims && !destination.tag.isEmpty() ? entryFor(*claims, destination.repository) : nullptr;
    return entry ? matching(entry->meta.value(QLatin1String("tag_immutable_patterns")), destination.tag) : QString();
}

/// An immutable tag may be written once: only where it is there already does it stand in the way.
Task<bool> tagIsThere(std::shared_ptr<net::Session> session, QUrl api, registry::ImageReference destination, net::Authorization authorization)
{
    net::Request head;
    head.method = QByteArrayLiteral("HEAD");
    head.url = api;
    head.url.setPath(QStringLiteral("/v2/%1/manifests/%2").arg(destination.repository, destination.tag));
    // A registry does not show what it was not told to be understood.
    using namespace registry::mediatype;
    head.headers.append({ QByteArrayLiteral("Accept"), QStringList { ociIndex, ociManifest, dockerList, dockerManifest }.join(QStringLiteral(", ")).toLatin1() });
    head.authorization = std::move(authorization);
    const auto reply = co_await session->send(head);
    co_return reply && reply->ok();
}

/// distribution wants the right to delete for it, which nothing else here needs. Who has none leaves the upload to the registry's purge.
Task<void> deleteUpload(std::shared_ptr<net::Session> session, QUrl api, QUrl location, registry::Challenge challenge, QString repository,
                        Credential credential)
{
    const QList<registry::Scope> scopes { registry::Scope::repository(
        repository, { QStringLiteral("pull"), QStringLiteral("push"), QStringLiteral("delete") }) };
    const auto token = co_await registry::exchangeToken(session, api, challenge, scopes, credential);
    if (!token)
        co_return;
    const net::Authorization bearer { .scheme = net::Authorization::Scheme::Bearer, .userName = {}, .secret = token->token };
    (void)co_await registry::takeUploadBack(session, api, location, bearer);
}

} // namespace

QList<registry::Scope> pushScopes(const QString &repository)
{
    return { registry::Scope::repository(repository, { QStringLiteral("pull"), QStringLiteral("push") }) };
}

Task<Result<Cleared>> clearForPush(std::shared_ptr<net::Session> session, registry::ImageReference destination, Credential credential)
{
    const auto ping = co_await registry::pingRegistry(session, destination.host);
    if (!ping)
        co_return fail(ping.error());
    Cleared cleared;
    cleared.api = ping->api;
    const registry::Challenge *challenge = registry::preferredChallenge(ping->challenges);
    if (challenge)
        cleared.challenge = *challenge;

    std::optional<net::Authorization> authorization;
    if (challenge && challenge->isBearer()) {
        const QList<registry::Scope> scopes = pushScopes(destination.repository);
        const auto token = co_await registry::exchangeToken(session, ping->api, *challenge, scopes, credential);
        if (!token)
            co_return fail(token.error());
        if (const auto granted = checkGrant(*token, destination); !granted)
            co_return fail(granted.error());
        authorization = net::Authorization { .scheme = net::Authorization::Scheme::Bearer, .userName = {}, .secret = token->token };
        const QString immutable = immutablePattern(*token, destination);
        if (!immutable.isEmpty()) {
            const bool isThere = co_await tagIsThere(session, ping->api, destination, *authorization);
            if (isThere)
                co_return fail(forbidden("tag-immutable", destination, immutable));
        }
        cleared.token = *token;
    } else if (challenge && !credential.isAnonymous()) {
        authorization = net::Authorization { .scheme = net::Authorization::Scheme::Basic, .userName = credential.userName, .secret = credential.secret };
    }
    const auto proven = co_await registry::probeUpload(session, ping->api, destination.repository, authorization);
    if (!proven)
        co_return fail(proven.error());
    if (*proven && cleared.challenge && cleared.token)
        co_await deleteUpload(session, ping->api, **proven, *cleared.challenge, destination.repository, credential);
    co_return cleared;
}

} // namespace wharf::push
