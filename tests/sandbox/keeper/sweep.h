#pragma once

#include <string>

namespace wharf::sandbox {

/// Waits until standard input ends, which is when the owner has gone, then until nobody holds `lockFile`, and then takes
/// down every mount under the folder and removes the folder. Returns an exit status.
int sweep(const std::string &folder, const std::string &lockFile);

} // namespace wharf::sandbox
