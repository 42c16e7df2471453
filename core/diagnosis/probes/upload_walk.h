#pragma once

#include "core/async/task.h"
#include "core/diagnosis/evidence/registry_evidence.h"
#include "core/net/session.h"

#include <QUrl>

#include <memory>
#include <optional>

namespace wharf::diagnosis {

/// What the probe sent and had to stop at.
struct UploadReading {
    UploadEvidence evidence;
    QUrl foreign; ///< where the upload's `Location` leads, when it leaves the registry's origin
};

/// Starts an upload, sends `size` bytes in one go (the first 2 MiB apart where it is more), and takes it back. Nothing is stored.
/// The token goes to the registry's own origin alone. Where `session` is stopped, the last request goes over `takingBack`, which outlives it.
/// Source: distribution spec, end-4a, end-5, end-13, end-14.
[[nodiscard]] Task<UploadReading> walkUpload(std::shared_ptr<net::Session> session, std::shared_ptr<net::Session> takingBack, QUrl api,
                                             QString repository, qint64 size, std::optional<net::Authorization> authorization);

} // namespace wharf::diagnosis
