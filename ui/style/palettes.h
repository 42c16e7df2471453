#pragma once

#include <QPalette>

namespace wharf::ui {

// Normally the desktop's palette is taken as it is. These stand in where there is no desktop: pictures and tests.
[[nodiscard]] QPalette lightPalette();
[[nodiscard]] QPalette darkPalette();
[[nodiscard]] QPalette highContrastPalette();

} // namespace wharf::ui
