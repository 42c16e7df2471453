#include "core/push/direct/chunk_size.h"

#include <algorithm>

namespace wharf::push {

namespace {

using namespace std::chrono_literals;

/// While nothing has been measured, under a token that lives this short: a slow line would outlast it with a large chunk.
constexpr auto shortLife = 30s;
constexpr qint64 firstUnderShortLife = qint64(4) << 20; // bytes

void lower(qint64 &bytes, qint64 limit)
{
    if (limit > 0)
        bytes = std::min(bytes, limit);
}

} // namespace

ChunkChoice chooseChunk(const ChunkCircumstances &circumstances)
{
    const RegistryHabits &habits = circumstances.habits;
    qint64 bytes = largestChunk;
    if (circumstances.tokenLeft) {
        const double seconds = std::chrono::duration<double>(*circumstances.tokenLeft).count();
        if (circumstances.bytesPerSecond > 0)
            bytes = std::min(bytes, static_cast<qint64>(std::min(circumstances.bytesPerSecond * seconds / 3, double(largestChunk))));
        else if (*circumstances.tokenLeft < shortLife)
            bytes = std::min(bytes, firstUnderShortLife);
    }
    bytes = std::max(bytes, smallestChunk);
    // What is refused beyond all doubt comes last.
    lower(bytes, circumstances.asked);
    bytes = std::max(bytes, habits.leastChunk);
    lower(bytes, habits.bodyLimit);
    bool fresh = false;
    if (habits.connectionLimit > 0) {
        lower(bytes, habits.connectionLimit);
        fresh = circumstances.onConnection > 0 && circumstances.onConnection + bytes > habits.connectionLimit;
    }
    return { .bytes = bytes, .onNewConnection = fresh };
}

std::optional<qint64> limitAfterRefusal(qint64 bytes)
{
    if (bytes <= smallestChunk)
        return std::nullopt;
    return std::max(bytes / 2, smallestChunk);
}

} // namespace wharf::push
