#pragma once

#include "core/base/failure.h"
#include "core/base/result.h"

#include <QString>

#include <functional>

namespace wharf::test {

/// What came of a piece of work in a process of its own.
struct ChildOutcome {
    bool prepared = false;      ///< the process became what it was to be
    bool ok = false;            ///< the work gave no failure
    Kind kind = Kind::Invalid;  ///< of the failure
};

using Work = std::function<Result<void>()>;

/// Runs `work` in a forked process as `nobody` (as whoever runs the tests, where that is not root): root ignores modes.
[[nodiscard]] ChildOutcome asNobody(const Work &work);

/// Runs `work` in a forked process that sees a memory file system of `kibibytes` mounted at `folder`; `readOnly` after
/// `before` has filled it. Needs root or user namespaces.
[[nodiscard]] ChildOutcome onSmallDisk(const QString &folder, int kibibytes, bool readOnly, const std::function<void()> &before,
                                       const Work &work);

} // namespace wharf::test
