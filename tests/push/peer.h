#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace wharf::rig {

/// A tool that pushes, as a command line. `%archive` (of `docker save`), `%layout` (OCI), `%image` (in Docker and Podman) and
/// `%destination` stand for what is pushed and where.
struct Peer {
    QString name;
    QStringList command;
    QString engine; ///< `docker` or `podman` where it pushes what is in there under the destination's name
};

/// What Debian has: docker, skopeo, skopeo with retries, podman.
[[nodiscard]] QList<Peer> debianPeers();

} // namespace wharf::rig
