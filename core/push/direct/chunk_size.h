#pragma once

#include "core/push/direct/registry_habits.h"

#include <chrono>
#include <optional>

namespace wharf::push {

/// What decides how much of a blob goes into the next request.
struct ChunkCircumstances {
    RegistryHabits habits;
    qint64 asked = 0;          ///< the person's limit in bytes; 0: none
    double bytesPerSecond = 0; ///< measured; 0: not yet
    std::optional<std::chrono::milliseconds> tokenLeft; ///< none: nothing runs out
    qint64 onConnection = 0;   ///< bytes of bodies that the connection has carried
};

struct ChunkChoice {
    qint64 bytes = 0;
    bool onNewConnection = false;

    friend bool operator==(const ChunkChoice &, const ChunkChoice &) = default;
};

/// Bytes; each request costs a journey and, at registries on object storage, a part: so as large as goes.
inline constexpr qint64 largestChunk = qint64(64) << 20;
inline constexpr qint64 smallestChunk = 64 * 1024;

/// As large as everybody takes: it must pass every limit, and be through before a third of the token's remaining life is over, for
/// a proxy that keeps requests until they are whole shows the token only then.
[[nodiscard]] ChunkChoice chooseChunk(const ChunkCircumstances &circumstances);

/// After a 413 to a body of `bytes`: the limit to keep; none where it cannot be made smaller.
[[nodiscard]] std::optional<qint64> limitAfterRefusal(qint64 bytes);

} // namespace wharf::push
