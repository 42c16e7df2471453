#pragma once

#include "core/wording/wording.h"

namespace wharf::wording {

/// What it is called when an image cannot be had from its source: an engine, an archive, a layout. A part of failureWords().
[[nodiscard]] Words imageWords(const Failure &failure, Voice voice);

} // namespace wharf::wording
