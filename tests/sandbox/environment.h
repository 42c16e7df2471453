#pragma once

#include "tests/sandbox/folder.h"

#include <QProcessEnvironment>

namespace wharf::sandbox {

/// The variables that point everything into the folder, for daemons and clients alike: HOME, the XDG folders, podman's storage
/// and configuration, no proxies. `WHARF_SANDBOX` names the folder, so that whoever belongs to it can be told.
[[nodiscard]] QMap<QString, QString> folderVariables(const Folder &folder);

/// For a daemon: these variables and PATH, nothing else of the caller's.
[[nodiscard]] QProcessEnvironment daemonEnvironment(const Folder &folder);

/// Writes the files that the variables name: podman's storage.conf and containers.conf, a policy, a bundle of CAs.
void writeClientFiles(const Folder &folder, const QByteArray &ca);
/// Registries that podman and skopeo are to talk plain HTTP to.
void writePlainRegistries(const Folder &folder, const QStringList &hosts);

} // namespace wharf::sandbox
