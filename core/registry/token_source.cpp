#include "core/registry/token_source.h"

#include "core/async/later.h"

namespace wharf::registry {

namespace {

QString keyOf(const QList<Scope> &scopes)
{
    QStringList parts;
    for (const Scope &scope : scopes)
        parts << scope.normalized().toString();
    parts.sort();
    parts.removeDuplicates();
    return parts.join(QLatin1Char(' '));
}

} // namespace

struct TokenSource::Private {
    using Pending = std::shared_ptr<Later<Result<AccessToken>>>;

    std::shared_ptr<net::Session> session;
    QUrl api;
    Challenge challenge;
    Credential credential;
    QHash<QString, AccessToken> tokens;
    QHash<QString, Pending> pending;
};

std::shared_ptr<TokenSource> TokenSource::create(std::shared_ptr<net::Session> session, QUrl api, Challenge challenge,
                                                 Credential credential)
{
    return std::shared_ptr<TokenSource>(new TokenSource(std::make_unique<Private>(
        Private { std::move(session), std::move(api), std::move(challenge), std::move(credential), {}, {} })));
}

TokenSource::TokenSource(std::unique_ptr<Private> given)
    : d(std::move(given))
{
}

TokenSource::~TokenSource() = default;

Task<Result<AccessToken>> TokenSource::token(QList<Scope> scopes)
{
    const auto self = shared_from_this();
    const QString key = keyOf(scopes);
    if (const auto known = d->tokens.constFind(key); known != d->tokens.constEnd() && known->isLive(d->session->clock()))
        co_return *known;
    if (const Private::Pending under = d->pending.value(key))
        co_return co_await *under;

    const auto mine = std::make_shared<Later<Result<AccessToken>>>();
    d->pending.insert(key, mine);
    const auto token = co_await exchangeToken(d->session, d->api, d->challenge, scopes, d->credential);
    d->pending.remove(key);
    if (token)
        d->tokens.insert(key, *token);
    mine->set(token);
    co_return token;
}

void TokenSource::forget(const QList<Scope> &scopes)
{
    d->tokens.remove(keyOf(scopes));
}

} // namespace wharf::registry
