#pragma once

#include <QString>

#include <functional>

namespace wharf::gallery {

/// Calls `play` as the first process of network, mount, process, IPC and host-name namespaces of its own, so that whatever it
/// starts or mounts is gone when it returns. Its result is the exit status; -1 when namespaces could not be made, -2 when the
/// time was up. Needs root. Call before any thread exists.
[[nodiscard]] int inNamespaces(const std::function<int()> &play, int seconds);

/// Mounts an empty tmpfs there, for everybody to write in where it is one of the folders that are. False where the folder is missing and cannot be made.
[[nodiscard]] bool mountEmpty(const QString &folder);
/// Shows the file or folder `what` at `where`, which is made where it is missing.
[[nodiscard]] bool mountOver(const QString &what, const QString &where);

} // namespace wharf::gallery
