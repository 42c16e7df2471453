#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace wharf::gallery {

class Stage;

/// Starts HAProxy among the servers with these sections behind sensible defaults, and waits for `address`:`port`.
QProcess &startHaproxy(Stage &stage, const QByteArray &sections, const QString &address, quint16 port);
/// A certificate of the web's authority and its key in one file, as HAProxy wants it.
[[nodiscard]] QString pemFor(Stage &stage, const QStringList &names);

} // namespace wharf::gallery
