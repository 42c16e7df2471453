#pragma once

#include "core/async/task.h"
#include "core/diagnosis/probes/challenge_probe.h"
#include "core/diagnosis/run.h"

#include <memory>

namespace wharf::diagnosis {

// The parts of a run. Each begins when it is called, waits for what it needs, puts what it sees into the run's evidence, and ends
// its steps. They run side by side; examine() says in which order they are waited for.

/// What Docker and Podman would send. Gives the credential to examine: the question's, else what Docker, else what Podman sends.
[[nodiscard]] Task<Credential> walkClients(std::shared_ptr<Run> run);

/// The engine and its settings.
[[nodiscard]] Task<void> walkDaemon(std::shared_ptr<Run> run);
/// The engine's own sign-in. Not made with a credential that the registry has just refused: each try counts towards a ban; nor
/// with one that was held back from a realm in clear text.
[[nodiscard]] Task<void> walkDaemonSignIn(std::shared_ptr<Run> run, Credential credential);

/// DNS, TCP, proxy and TLS of one host.
[[nodiscard]] Task<void> walkHost(std::shared_ptr<Run> run, QString role, QUrl url);
/// … of the realm, where it is another origin than the registry.
[[nodiscard]] Task<void> walkRealmHost(std::shared_ptr<Run> run, ChallengeReading door);

/// `/v2/` and its challenge; where nothing there is a registry, a look at the usual other places.
[[nodiscard]] Task<ChallengeReading> walkDoor(std::shared_ptr<Run> run);

/// From the three-way experiment to the upload.
[[nodiscard]] Task<void> walkRegistry(std::shared_ptr<Run> run, ChallengeReading door, Credential credential);

/// What the registry says to the other credentials that clients here would send.
[[nodiscard]] Task<void> walkClientTrials(std::shared_ptr<Run> run, ChallengeReading door);

/// Every server's clock, out of the answers that came.
void readClocks(Run &run);

} // namespace wharf::diagnosis
