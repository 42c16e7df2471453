#pragma once

#include "core/docker/client_files.h"

#include <QJsonArray>

#include <optional>

namespace wharf::ctl {

/// What became of the helper entries in the two client files.
struct HandOver {
    bool asked = false;
    QStringList given; ///< the files that name the helper now
    std::optional<Failure> trouble;
};

[[nodiscard]] HandOver giveToClients(const docker::ClientFiles &files, const registry::RegistryHost &host);
[[nodiscard]] HandOver takeFromClients(const docker::ClientFiles &files, const registry::RegistryHost &host);

/// One file's state as a part of a JSON document.
[[nodiscard]] QJsonObject entryDocument(const QString &client, const QString &file, const registry::RegistryHost &host);
[[nodiscard]] QString entryName(docker::HelperEntry entry);
/// Both files, in the order Docker, containers.
[[nodiscard]] QJsonArray entryDocuments(const docker::ClientFiles &files, const registry::RegistryHost &host);

} // namespace wharf::ctl
