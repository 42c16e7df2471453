#pragma once

#include "core/wording/wording.h"

namespace wharf::wording {

/// What a credential store's failure is called: the keychain's and the vault's. A part of failureWords().
[[nodiscard]] Words storeWords(const Failure &failure);

} // namespace wharf::wording
