#pragma once

#include "core/async/stop.h"
#include "core/async/task.h"
#include "core/base/credential.h"
#include "core/diagnosis/evidence/evidence.h"
#include "core/diagnosis/finding.h"
#include "core/diagnosis/step.h"
#include "core/net/session.h"

#include <chrono>
#include <functional>
#include <memory>

namespace wharf::diagnosis {

/// What to examine, with what, and how far to go.
struct Question {
    QString typed;          ///< an image or a host, as the person wrote it
    QStringList actions = { QStringLiteral("pull"), QStringLiteral("push") };
    /// The credential to examine; anonymous where `anonymous` is set; else what Docker, then Podman, would send.
    Credential credential;
    QString credentialFrom; ///< CredentialEvidence::from
    bool anonymous = false;
    PastedEvidence pasted;
    /// Start an upload, send `uploadSize` bytes, take it back: only on a repository that exists.
    bool probeUpload = true;
    qint64 uploadSize = qint64(2) << 20;
    /// Ask for push on a repository that does not exist: GitLab creates its record.
    bool mayCreateRepository = false;
    /// Look at the container engine and let it try a sign-in of its own.
    bool askDaemon = true;
    std::chrono::milliseconds limit = std::chrono::seconds(30);
    net::NetworkSettings network;
};

/// How a run ended.
struct Diagnosis {
    Evidence evidence;
    QList<Step> steps;       ///< all of them, in order
    QList<Finding> findings; ///< the verdict first; see judge()
    QDateTime started;
    qint64 milliseconds = 0;
    bool cancelled = false;

    [[nodiscard]] const Finding &verdict() const { return findings.constFirst(); }
};

/// Called on the event loop's thread each time a step begins or ends.
using StepObserver = std::function<void(const Step &)>;

/// Walks the way a client walks and runs the experiments that tell look-alikes apart.
///
/// Never fails: what could not be done is in the evidence. Changes nothing on the machine or the server; sends at most one
/// deliberately wrong credential, and none after a ban or a 429. `stop` ends it early with what was seen until then.
[[nodiscard]] Task<Diagnosis> examine(Question question, std::shared_ptr<const Clock> clock, std::shared_ptr<Stop> stop,
                                      StepObserver observer);

} // namespace wharf::diagnosis
