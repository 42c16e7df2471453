#pragma once

#include "core/base/failure.h"

#include <chrono>
#include <optional>

namespace wharf::push {

/// True where the same request may succeed a moment later: nothing answered, a 5xx, a 429.
[[nodiscard]] bool isWorthRetrying(const Failure &failure);

/// Counts failures in a row and says how long to wait before the next try.
class Retry {
public:
    /// Nine waits, eighty seconds together: then it is no longer a moment.
    static constexpr int most = 9;

    /// How long to wait; none where it is time to give up. `Retry-After` is honoured up to five minutes. `chance` in [0, 1)
    /// spreads what many start at once.
    [[nodiscard]] std::optional<std::chrono::milliseconds> next(const Failure &failure, double chance);
    /// Something has got through since: the count begins anew.
    void progressed() { m_failures = 0; }

private:
    int m_failures = 0;
};

} // namespace wharf::push
