#pragma once

#include <QString>
#include <QStringList>

namespace wharf::layering {

/// Reads the `#include` lines of one file and names those that go against the directions, each as "path: sentence".
///
/// `path` is relative to the top of the tree and decides which rules hold: `core/net/session.h` is in the area
/// `core/net`, `ui/token/token_page.cpp` in `ui`, everything under `tests/` is free. Comments do not count.
[[nodiscard]] QStringList violationsIn(const QString &path, const QByteArray &text);

/// The same for every .h and .cpp under core, ui and app of the tree at `top`.
[[nodiscard]] QStringList violationsUnder(const QString &top);

}
