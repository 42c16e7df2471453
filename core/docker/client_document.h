#pragma once

#include "core/docker/client_files.h"

#include <QByteArray>

namespace wharf::docker {

/// Which programs read a client file; they do not look at the same members.
enum class Dialect {
    Docker,     ///< `credHelpers`, `credsStore`, `auths`
    Containers, ///< `credHelpers`, `auths`: Podman, skopeo and Buildah know no `credsStore`
};

/// By its name: `config.json` is Docker's.
[[nodiscard]] Dialect dialectOf(const QString &file);

/// What the text of a client file says about one registry; never NoFile. Errors: Stage::ClientFile, Kind::Malformed.
[[nodiscard]] Result<HelperEntryState> stateIn(const QByteArray &text, Dialect dialect, const registry::RegistryHost &host);

} // namespace wharf::docker
