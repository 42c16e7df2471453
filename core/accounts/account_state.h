#pragma once

#include "core/base/failure.h"
#include "core/registry/access_token.h"
#include "core/registry/jwt.h"

#include <QDateTime>

#include <cstdint>
#include <optional>

namespace wharf::accounts {

/// What the user should experience, one word each.
enum class Standing : std::uint8_t {
    NotChecked, ///< known from the file only; nothing was asked yet
    Checking,   ///< being asked now; what was known before still stands
    Ready,      ///< the registry accepted it
    Expiring,   ///< ready, and the long-lived token ends within 30 days
    Refused,    ///< the realm or the registry said no: the user must act
    Locked,     ///< the keychain is locked or denied
    Missing,    ///< the keychain has no entry for it: the token must be given again
    Offline,    ///< nobody could be asked; what was known before still stands
    Waiting,    ///< told to come back later (429, ban)
};

/// What is known about one account now. A value; made only by the functions below.
struct AccountState {
    Standing standing = Standing::NotChecked;
    QDateTime since; ///< when it came to stand so
    std::optional<Failure> failure;

    /// The newest access token and what it says; none for Basic registries or before the first check.
    std::optional<registry::AccessToken> token;
    std::optional<registry::JwtClaims> claims;
    bool basic = false; ///< the registry speaks Basic: there is no token to count down
};

/// The stable name for JSON: `ready`, `refused`, …
[[nodiscard]] QString standingName(Standing standing);

/// Which standing a failed check means. *Could not talk* keeps the word Offline, *was told no* becomes Refused.
[[nodiscard]] Standing standingAfter(const Failure &failure);

} // namespace wharf::accounts
