#pragma once

#include "core/diagnosis/evidence/target_evidence.h"
#include "core/registry/registry_host.h"

namespace wharf::diagnosis {

/// What is to be examined, read from what a person wrote.
struct Target {
    TargetEvidence evidence;
    registry::RegistryHost host; ///< empty where `evidence.problem` is set
};

/// Takes an image or a host. A word with a dot or a port and no path is a host, as is `localhost`; any other is an image, and
/// where it names no registry it is Docker Hub's, as with Docker.
[[nodiscard]] Target readTarget(const QString &typed, const QStringList &actions);

} // namespace wharf::diagnosis
