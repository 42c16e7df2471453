#pragma once

#include "core/base/result.h"

#include <QString>

#include <chrono>
#include <memory>

namespace wharf {

/// Keeps other processes out of a file's change for as long as it lives. The system takes it back when its holder dies,
/// however that happens: measured, QLockFile leaves its file without a name in it when it is killed at the wrong moment,
/// and everybody then waits until that file is old enough to be called stale.
class ProcessLock {
public:
    /// Waits for it, with a fair chance in a crowd. Makes `path` and `path.queue`, empty files (0600) that stay. Errors (stage and subject are the caller's to set):
    /// Busy, ReadOnly, Full.
    [[nodiscard]] static Result<ProcessLock> take(const QString &path, std::chrono::milliseconds patience);

    ProcessLock(ProcessLock &&) noexcept;
    ProcessLock &operator=(ProcessLock &&) noexcept;
    ~ProcessLock();

private:
    struct Held;
    explicit ProcessLock(std::unique_ptr<Held> held);
    std::unique_ptr<Held> m_held;
};

} // namespace wharf
