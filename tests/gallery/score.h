#pragma once

#include <QStringList>

namespace wharf::gallery {

/// Plays these scenarios, or all where none is named, each in a process of its own and two at a time; a name may be a pattern, a code, or a family. Prints
/// what was expected and what came, and how many of the mechanisms were told rightly. Returns the exit status.
[[nodiscard]] int score(const QStringList &names);

} // namespace wharf::gallery
