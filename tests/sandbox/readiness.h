#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

namespace wharf::sandbox {

class KeptProcess;

/// Asks `ready` again and again until it says yes. An error sentence with the end of the program's log when the program
/// ended or the time is up; empty when all is well.
[[nodiscard]] QString waitUntilReady(KeptProcess &process, const std::function<bool()> &ready, int seconds = 60);

/// The status of `GET path` on a port of this machine; 0 where nothing answers. TLS trusts `ca` (PEM) alone.
[[nodiscard]] int httpStatus(quint16 port, const QByteArray &path, const QByteArray &ca = {});
/// The same on a Unix socket.
[[nodiscard]] int httpStatusOnSocket(const QString &socketFile, const QByteArray &path);

} // namespace wharf::sandbox
