#pragma once

#include "core/base/result.h"

#include <QString>

namespace wharf::push {

// Names of entries are names only: nothing is ever unpacked. Yet a manifest that names `../x` would be nobody's honest work.

/// A tar entry's own name without `./` and doubled `/`; empty where it is absolute or holds `..`, so that nothing can name it.
[[nodiscard]] QString entryName(const QString &raw);

/// The same of a name that a manifest gives. Errors: Stage::Image, Malformed, subject the name as given.
[[nodiscard]] Result<QString> namedEntry(const QString &name);

/// Where a symbolic link of `entry` leads; empty where that is out of the archive.
[[nodiscard]] QString linkTarget(const QString &entry, const QString &target);

} // namespace wharf::push
