#pragma once

#include "core/wording/wording.h"

#include <optional>

namespace wharf::wording {

/// What a registry's failure in the middle of a push is called; none where it is like any other of the registry's. A part of
/// failureWords().
[[nodiscard]] std::optional<Words> pushWords(const Failure &failure, const QString &host);

} // namespace wharf::wording
