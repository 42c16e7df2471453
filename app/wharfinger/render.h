#pragma once

#include <QString>

namespace wharf {

/// Puts a picture of every screen into `folder`: light, dark, high contrast, narrow, and with a font twice as large.
/// Returns the program's exit status.
[[nodiscard]] int renderScreens(const QString &folder);

} // namespace wharf
