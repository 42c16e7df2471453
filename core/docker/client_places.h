#pragma once

#include <QList>
#include <QProcessEnvironment>
#include <QString>

namespace wharf::docker {

/// One file that a client reads, and why that one.
struct ClientPlace {
    QString path;
    QString chosenBy;    ///< the variable that names it; empty for the usual place
    bool docker = false; ///< Docker's own config.json
    bool legacy = false; ///< `~/.dockercfg`
};

/// `$DOCKER_CONFIG`, else `~/.docker`: the folder of Docker's command line.
[[nodiscard]] ClientPlace dockerFolder(const QProcessEnvironment &environment, const QString &home);

/// The file that Docker's command line reads.
[[nodiscard]] ClientPlace dockerPlace(const QProcessEnvironment &environment, const QString &home);

/// Every file that Podman, skopeo and Buildah read, in their order; `REGISTRY_AUTH_FILE` is alone where it is set.
/// Source: containers-auth.json(5); containers/image getAuthFilePaths().
[[nodiscard]] QList<ClientPlace> containersPlaces(const QProcessEnvironment &environment, const QString &home);

} // namespace wharf::docker
