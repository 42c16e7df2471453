#pragma once

#include "core/base/result.h"

#include <QString>

namespace wharf::docker {

/// Says in a Failure what the file system said: Stage::ClientFile, `subject` the path. `error` is an `errno`.
[[nodiscard]] Failure fileTrouble(int error, const QString &path);

} // namespace wharf::docker
