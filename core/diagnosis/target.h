#pragma once

#include "core/diagnosis/evidence/target_evidence.h"
#include "core/registry/registry_host.h"

namespace wharf::diagnosis {

/// What is to be examined, read from what a person wrote.
struct Target {
    TargetEvidence evidence;
    registry::RegistryHost host; ///< empty where `evidence.problem` is set
};

/// Takes an image or a host, as registry::readTarget() does; `https://host/group/app` is neither.
[[nodiscard]] Target readTarget(const QString &typed, const QStringList &actions);

} // namespace wharf::diagnosis
