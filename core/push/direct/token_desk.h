#pragma once

#include "core/async/stop_flag.h"
#include "core/base/credential.h"
#include "core/net/session.h"
#include "core/registry/access_token.h"
#include "core/registry/challenge.h"

#include <QHash>
#include <QObject>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>

namespace wharf::registry {
class TokenSource;
}

namespace wharf::push {

/// Hands what proves a request to the threads that upload: a live token, or Basic, or nothing.
///
/// The exchange is made on the thread that the desk lives on, once for all who wait for it; that thread must run its event loop.
class TokenDesk final : public QObject, public std::enable_shared_from_this<TokenDesk> {
    Q_OBJECT
public:
    /// `challenge`: what the registry asked for; none where it asks for nothing.
    static std::shared_ptr<TokenDesk> create(std::shared_ptr<net::Session> session, QUrl api, std::optional<registry::Challenge> challenge,
                                             Credential credential);
    ~TokenDesk() override;

    /// A token that somebody has fetched already. Any thread.
    void put(const QList<registry::Scope> &scopes, const registry::AccessToken &token);

    /// For a request that needs `scopes`, with some life left. Any thread but the desk's own; waits for the exchange, until `stop`
    /// stops. Errors: as exchangeToken(); Cancelled.
    [[nodiscard]] Result<std::optional<net::Authorization>> authorization(const QList<registry::Scope> &scopes, StopFlag &stop);

    /// A registry refused it although it should be good. The next authorization() for the scopes is another one, and follows the
    /// challenge that came with the refusal (`WWW-Authenticate`, empty where there was none). Any thread.
    void refused(const QList<registry::Scope> &scopes, const net::Authorization &refused, const QByteArray &wwwAuthenticate);

    /// Of the token that was handed out last.
    struct Life {
        std::chrono::milliseconds left { 0 };
        std::chrono::milliseconds whole { 0 };
    };
    /// None where nothing runs out. Any thread.
    [[nodiscard]] std::optional<Life> life() const;
    /// Tokens fetched after the first. Any thread.
    [[nodiscard]] int renewals() const;

private:
    using Outcome = Result<registry::AccessToken>;
    struct Held {
        std::optional<registry::AccessToken> token;
        std::optional<Failure> failure; ///< of the last exchange
        bool fetching = false;
    };

    TokenDesk() = default;
    void fetch(const QString &key, const QList<registry::Scope> &scopes);
    void take(const QString &key, const Outcome &outcome);

    std::shared_ptr<net::Session> m_session;
    QUrl m_api;
    Credential m_credential;
    std::shared_ptr<registry::TokenSource> m_source; ///< of the desk's thread alone

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::optional<registry::Challenge> m_challenge;
    QHash<QString, Held> m_held;
    std::optional<registry::AccessToken> m_last;
    bool m_challengeIsNew = true;
    int m_fetched = 0;
};

} // namespace wharf::push
