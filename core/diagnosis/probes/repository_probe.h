#pragma once

#include "core/async/task.h"
#include "core/diagnosis/evidence/registry_evidence.h"
#include "core/diagnosis/evidence/target_evidence.h"
#include "core/net/session.h"

#include <QUrl>

#include <memory>
#include <optional>

namespace wharf::diagnosis {

/// Whether a repository is there.
struct RepositoryReading {
    Answer manifest; ///< of the tag or digest, else the list of tags
    std::optional<bool> exists; ///< none: the answers do not tell
    QByteArray image; ///< the manifest; empty where it was not asked for or did not come
    QString otherTag; ///< the first of the list, where that was asked for
};

/// Looks at the image that `target` names, or at the list of tags. `authorization` is none for nobody.
/// Source: distribution spec, end-3, end-8a.
[[nodiscard]] Task<RepositoryReading> probeRepository(std::shared_ptr<net::Session> session, QUrl api, TargetEvidence target,
                                                      std::optional<net::Authorization> authorization);

/// Where its blobs lie.
struct ImageReading {
    Answer blob;  ///< of the image's configuration: a redirect shows the store. Not asked where there is no image
    QUrl storage; ///< where blobs are redirected to, when it leaves the registry's origin
};

/// Looks at one small blob of the image that was found. Source: distribution spec, end-2, end-3.
[[nodiscard]] Task<ImageReading> probeImage(std::shared_ptr<net::Session> session, QUrl api, QString name,
                                            std::optional<net::Authorization> authorization, RepositoryReading repository);

} // namespace wharf::diagnosis
