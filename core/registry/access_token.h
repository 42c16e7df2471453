#pragma once

#include "core/base/clock.h"
#include "core/base/credential.h"
#include "core/registry/scope.h"

#include <QDateTime>

#include <algorithm>
#include <chrono>

namespace wharf::registry {

/// Which of the server's statements decided how long the token is held for good.
enum class LifetimeSource { ExpiresIn, JwtExpiry, Default };

/// A bearer token and how long it may be used, counted from its receipt on the monotonic clock.
struct AccessToken {
    SharedSecret token;
    /// An identity token that came with it; null where none did.
    SharedSecret refreshToken;
    QList<Scope> requested;
    /// The smallest of `expires_in` and `exp − iat`; 60 s where neither says. Token spec, "expires_in".
    std::chrono::milliseconds lifetime = std::chrono::seconds(60);
    LifetimeSource lifetimeSource = LifetimeSource::Default;
    std::chrono::milliseconds receivedAt {}; ///< Clock::monotonic()
    QDateTime receivedAtWall;                ///< for showing only

    /// What is left, never negative.
    [[nodiscard]] std::chrono::milliseconds remaining(const Clock &clock) const
    {
        return std::max(receivedAt + lifetime - clock.monotonic(), std::chrono::milliseconds::zero());
    }

    /// Some life is left for the request that the token is for: more than a fifth of it, 30 s at most, and a second at least, which
    /// is what a JWT counts in (NumericDate, RFC 7519 §2).
    [[nodiscard]] bool isLive(const Clock &clock) const
    {
        return remaining(clock) > std::clamp<std::chrono::milliseconds>(lifetime / 5, std::chrono::seconds(1), std::chrono::seconds(30));
    }
};

} // namespace wharf::registry
