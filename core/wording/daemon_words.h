#pragma once

#include "core/wording/wording.h"

namespace wharf::wording {

/// What a failure of the container engine is called, and of its way to the registry `host`. A part of failureWords().
[[nodiscard]] Words daemonWords(const Failure &failure, const QString &host);

} // namespace wharf::wording
