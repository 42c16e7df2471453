#pragma once

#include "core/async/task.h"
#include "core/diagnosis/evidence/registry_evidence.h"
#include "core/diagnosis/evidence/target_evidence.h"
#include "core/net/session.h"

#include <QUrl>

#include <memory>
#include <optional>

namespace wharf::diagnosis {

/// What one look into a repository shows.
struct RepositoryReading {
    Answer manifest; ///< of the tag or digest, else the list of tags
    Answer blob;     ///< of the image's configuration: a redirect shows the store. Not asked where there is no image
    QUrl storage;    ///< where blobs are redirected to, when it leaves the registry's origin
    std::optional<bool> exists; ///< none: the answers do not tell
};

/// Looks at the image that `target` names, or at the list of tags; then at one small blob. `authorization` is none for nobody.
/// Source: distribution spec, end-2, end-3, end-8a.
[[nodiscard]] Task<RepositoryReading> probeRepository(std::shared_ptr<net::Session> session, QUrl api, TargetEvidence target,
                                                      std::optional<net::Authorization> authorization);

} // namespace wharf::diagnosis
