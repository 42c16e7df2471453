#pragma once

#include <QString>

namespace wharf {

/// Where Wharfinger keeps its own files. `WHARFINGER_HOME` puts all of them under one folder.
/// Absolute paths without a trailing slash; nothing is created here.
namespace paths {

/// `$XDG_CONFIG_HOME/wharfinger`: accounts and settings, no secrets.
[[nodiscard]] QString config();
/// `$XDG_STATE_HOME/wharfinger`: activity, state that survives a crash.
[[nodiscard]] QString state();
/// `$XDG_RUNTIME_DIR/wharfinger`: socket and lock.
[[nodiscard]] QString runtime();

[[nodiscard]] QString accountFile();
[[nodiscard]] QString settingsFile();
[[nodiscard]] QString vaultFile();
[[nodiscard]] QString activityFile();
[[nodiscard]] QString pushQueueFile();

} // namespace paths
} // namespace wharf
