#include "core/push/direct/retry.h"

#include <algorithm>

namespace wharf::push {

namespace {

using namespace std::chrono_literals;

constexpr auto first = 200ms; // a gateway's 502 is over by then, as a rule
constexpr std::chrono::milliseconds longest = 30s;
constexpr int longestAsked = 300; // seconds
constexpr int mostSilences = 2;

} // namespace

bool isWorthRetrying(const Failure &failure)
{
    switch (failure.kind) {
    case Kind::Offline:
        return failure.subject != QLatin1String("body"); // our own side broke
    case Kind::Timeout:
        return true;
    case Kind::Server:
        return failure.httpStatus != 501 && failure.httpStatus != 505 && failure.retryAfterSeconds <= longestAsked;
    case Kind::Throttled:
        return failure.httpStatus == 429 && failure.retryAfterSeconds <= longestAsked;
    default:
        return false;
    }
}

std::optional<std::chrono::milliseconds> Retry::next(const Failure &failure, double chance)
{
    // Silence has taken its minutes each time already.
    const int limit = failure.kind == Kind::Timeout ? mostSilences : most;
    if (!isWorthRetrying(failure) || m_failures >= limit)
        return std::nullopt;
    std::chrono::milliseconds wait = std::min(first * (1 << m_failures), longest);
    ++m_failures;
    wait = std::chrono::milliseconds(static_cast<int>(static_cast<double>(wait.count()) * (0.75 + chance / 2)));
    return std::max<std::chrono::milliseconds>(wait, std::chrono::seconds(failure.retryAfterSeconds));
}

} // namespace wharf::push
