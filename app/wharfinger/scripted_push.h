#pragma once

#include "core/push/push_queue.h"

namespace wharf {

/// A push of the demonstration: plays what a real one would report, and sends nothing.
///
/// What it plays is named by the repository: one of `refused` ends in a refusal, of `too-large` at a proxy's limit, of `quick` well and
/// at once; `half-way` begins in the middle, with layers in every state. Everything else goes from its start to a good end.
[[nodiscard]] push::PushFactory scriptedPushes(bool unhurried);

/// The words above in the name of a repository.
namespace script {
inline constexpr QLatin1String refused("lighthouse/beacon");
inline constexpr QLatin1String tooLarge("nightly/atlas");
inline constexpr QLatin1String quick("harbour/tide-tables");
inline constexpr QLatin1String halfWay("harbour/crane");
inline constexpr QLatin1String slow("mirror/debian");
} // namespace script

} // namespace wharf
