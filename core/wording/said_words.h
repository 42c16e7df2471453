#pragma once

#include "core/base/failure.h"

namespace wharf::wording {

/// “It said: …”, as much of it as tells what happened; empty where nothing was said. A part of failureWords().
[[nodiscard]] QString quoted(const Failure &failure);

/// Both, with a blank between; the first alone where there is no second.
[[nodiscard]] QString joined(const QString &first, const QString &second);

} // namespace wharf::wording
