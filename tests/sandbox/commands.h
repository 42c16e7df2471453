#pragma once

#include <QStringList>

#include <sys/types.h>

namespace wharf::sandbox {

/// Forks. In the caller's process: waits until the sandbox is ready or has given up, prints what it said, and returns the exit status.
/// In the sandbox's own: returns -1, and `readyPipe` is where it says so.
[[nodiscard]] int goToBackground(int *readyPipe);

/// `start`, `stop`, `status`. `caller`: whom the sandbox lives for; `readyPipe`: -1 in the foreground.
/// Exit status: 0 well, 1 no, 2 wrong usage, 3 a part could not be had.
[[nodiscard]] int runCommand(const QStringList &words, pid_t caller, int readyPipe);

} // namespace wharf::sandbox
