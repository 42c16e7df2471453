#pragma once

#include "core/push/source/entries.h"

namespace wharf::push {

class Ending;

/// The files of a folder. Its symbolic links are its owner's and are followed.
/// Errors: Stage::Image, subject the path: Absent, Denied, Malformed (no folder).
[[nodiscard]] Result<std::unique_ptr<Entries>> openFolder(const QString &path, std::shared_ptr<Ending> ending);

} // namespace wharf::push
