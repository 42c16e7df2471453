#include "core/push/direct/token_desk.h"

#include "core/registry/token_source.h"

namespace wharf::push {

namespace {

QString keyOf(const QList<registry::Scope> &scopes)
{
    QStringList parts;
    for (const registry::Scope &scope : scopes)
        parts << scope.normalized().toString();
    return parts.join(u' ');
}

net::Authorization bearer(const registry::AccessToken &token)
{
    return { .scheme = net::Authorization::Scheme::Bearer, .userName = {}, .secret = token.token };
}

/// Held by the exchange as it waits, so that the desk may go meanwhile.
Task<void> fetchInto(std::shared_ptr<registry::TokenSource> source, QList<registry::Scope> scopes,
                     std::function<void(const Result<registry::AccessToken> &)> put)
{
    const auto token = co_await source->token(scopes);
    put(token);
}

} // namespace

std::shared_ptr<TokenDesk> TokenDesk::create(std::shared_ptr<net::Session> session, QUrl api, std::optional<registry::Challenge> challenge,
                                             Credential credential)
{
    const std::shared_ptr<TokenDesk> desk(new TokenDesk);
    desk->m_session = std::move(session);
    desk->m_api = std::move(api);
    desk->m_challenge = std::move(challenge);
    desk->m_credential = std::move(credential);
    return desk;
}

TokenDesk::~TokenDesk() = default;

Result<std::optional<net::Authorization>> TokenDesk::authorization(const QList<registry::Scope> &scopes, StopFlag &stop)
{
    using Given = std::optional<net::Authorization>;
    const QString key = keyOf(scopes);
    const StopFlag::Alarm alarm(stop, [this] { m_changed.notify_all(); });
    std::unique_lock lock(m_mutex);
    if (!m_challenge || m_challenge->isBasic()) {
        if (!m_challenge || m_credential.isAnonymous())
            return Given();
        return Given(net::Authorization { .scheme = net::Authorization::Scheme::Basic, .userName = m_credential.userName, .secret = m_credential.secret });
    }
    for (bool asked = false;;) {
        Held &held = m_held[key];
        // One that was fetched for this very request is used, however short its life.
        if (held.token && (asked || held.token->isLive(m_session->clock()))) {
            m_last = held.token;
            return Given(bearer(*held.token));
        }
        if (asked && !held.fetching && held.failure)
            return fail(*held.failure);
        if (!held.fetching) {
            held = { .token = {}, .failure = {}, .fetching = true };
            QMetaObject::invokeMethod(this, [this, key, scopes] { fetch(key, scopes); }, Qt::QueuedConnection);
        }
        asked = true;
        m_changed.wait_for(lock, std::chrono::milliseconds(200)); // the alarm may ring between the look and the wait
        if (stop.isStopped())
            return fail({ .stage = Stage::Token, .kind = Kind::Cancelled });
    }
}

void TokenDesk::fetch(const QString &key, const QList<registry::Scope> &scopes)
{
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_challengeIsNew, false))
            m_source = registry::TokenSource::create(m_session, m_api, *m_challenge, m_credential);
    }
    // A token that the desk gave up must not come out of the source's memory.
    m_source->forget(scopes);
    fetchInto(m_source, scopes, [self = std::weak_ptr(shared_from_this()), key](const Outcome &outcome) {
        if (const auto desk = self.lock())
            desk->take(key, outcome);
    });
}

void TokenDesk::put(const QList<registry::Scope> &scopes, const registry::AccessToken &token)
{
    take(keyOf(scopes), token);
}

void TokenDesk::take(const QString &key, const Outcome &outcome)
{
    const std::lock_guard lock(m_mutex);
    Held &held = m_held[key];
    held.fetching = false;
    if (outcome) {
        held.token = *outcome;
        ++m_fetched;
    } else {
        held.failure = outcome.error();
    }
    m_changed.notify_all();
}

void TokenDesk::refused(const QList<registry::Scope> &scopes, const net::Authorization &refused, const QByteArray &wwwAuthenticate)
{
    const QList<registry::Challenge> challenges = registry::parseChallenges(wwwAuthenticate);
    const registry::Challenge *asked = registry::preferredChallenge(challenges);
    const std::lock_guard lock(m_mutex);
    if (asked && asked->isBearer() && !asked->realm().isEmpty() && m_challenge && m_challenge->isBearer()
        && (asked->realm() != m_challenge->realm() || asked->service() != m_challenge->service())) {
        m_challenge = *asked;
        m_challengeIsNew = true;
    }
    Held &held = m_held[keyOf(scopes)];
    // Somebody else may have renewed it meanwhile.
    if (held.token && refused.secret && *held.token->token == *refused.secret)
        held.token.reset();
}

std::optional<TokenDesk::Life> TokenDesk::life() const
{
    const std::lock_guard lock(m_mutex);
    if (!m_last)
        return std::nullopt;
    return Life { .left = m_last->remaining(m_session->clock()), .whole = m_last->lifetime };
}

int TokenDesk::renewals() const
{
    const std::lock_guard lock(m_mutex);
    return std::max(m_fetched - 1, 0);
}

} // namespace wharf::push

#include "moc_token_desk.cpp"
