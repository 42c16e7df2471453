#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

namespace wharf::gallery {

class Stage;

/// A container engine on the client's machine.
struct Docker {
    QJsonObject configuration;    ///< daemon.json
    QStringList environment;      ///< `HTTPS_PROXY=http://…`
    /// A shell line run before it in a mount namespace of its own: what it sees differently from the rest of the machine.
    QString before;
    QString socket = QStringLiteral("/run/docker.sock");

    /// Starts a real dockerd, without containers or bridges, and waits until it answers.
    QProcess &start(Stage &stage) const;
};

/// Starts Podman's service instead, where Podman puts its socket.
QProcess &startPodman(Stage &stage);

} // namespace wharf::gallery
