#pragma once

#include "core/registry/token_exchange.h"

#include <QHash>

namespace wharf::registry {

/// Gives live tokens of one registry and one credential, and exchanges once for all who wait for the same scope.
class TokenSource final : public std::enable_shared_from_this<TokenSource> {
public:
    static std::shared_ptr<TokenSource> create(std::shared_ptr<net::Session> session, QUrl api, Challenge challenge,
                                               Credential credential);

    /// A token for exactly these scopes with some life left (a fifth of it, 30 s at most, is kept as a margin).
    [[nodiscard]] Task<Result<AccessToken>> token(QList<Scope> scopes);
    /// Forgets a token that a registry refused, so that the next call exchanges again.
    void forget(const QList<Scope> &scopes);

private:
    struct Private;
    explicit TokenSource(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;

public:
    ~TokenSource();
};

} // namespace wharf::registry
