#pragma once

#include "core/docker/client_files.h"

namespace wharf::ui {

/// What a client does for a registry as its file stands, in a sentence.
[[nodiscard]] QString handOverText(const docker::HelperEntryState &state);

/// `~/.docker/config.json` for a path under the home folder.
[[nodiscard]] QString homeRelative(const QString &path);

} // namespace wharf::ui
