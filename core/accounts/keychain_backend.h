#pragma once

#include <QLatin1String>

namespace wharf::accounts {

/// Which keychain is this desktop's, known without loading any.

/// Under this name every entry of ours lies in the keychain.
inline constexpr QLatin1String keychainService("io.github.wharfinger");

/// KWallet, or on systems that are no Linux anything else that is not the Secret Service: what QtKeychain is asked for. Pure,
/// but for the environment.
[[nodiscard]] bool usesKWallet();

} // namespace wharf::accounts
