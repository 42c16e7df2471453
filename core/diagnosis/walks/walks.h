#pragma once

#include "core/async/task.h"
#include "core/diagnosis/probes/challenge_probe.h"
#include "core/diagnosis/probes/token_probe.h"
#include "core/diagnosis/run.h"

#include <memory>
#include <optional>

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

/// What the registry says to nobody and to a deliberately wrong credential, where it speaks of tokens: the experiment as far as it
/// needs nobody's credential. Gives what nobody was given.
[[nodiscard]] Task<TokenReading> walkStrangers(std::shared_ptr<Run> run, ChallengeReading door);

/// How far the credential has come.
struct SignedIn {
    bool mayAsk = false;        ///< it was taken, or nobody's is wanted
    std::optional<Realm> realm; ///< where tokens come from; none where there are none
    std::optional<net::Authorization> proof; ///< what `/v2/` lets in with it; none for nobody
};
/// What it says to the real one.
[[nodiscard]] Task<SignedIn> walkCredential(std::shared_ptr<Run> run, ChallengeReading door, TokenReading nobody, Credential credential);

/// What GitLab's REST API says of it.
[[nodiscard]] Task<void> walkGitLab(std::shared_ptr<Run> run, SignedIn signedIn, Credential credential);

/// What an upload may be started with.
struct PushRight {
    bool wanted = false;  ///< somebody is to push, and may ask
    bool granted = false;
    std::optional<net::Authorization> proof; ///< none for nobody
};
/// What may be pulled, what is there, and what may be pushed.
[[nodiscard]] Task<PushRight> walkAccess(std::shared_ptr<Run> run, ChallengeReading door, SignedIn signedIn, Credential credential);

/// An upload that is taken back. Copies of a registry that take turns are told apart by its questions: best with nobody in between.
[[nodiscard]] Task<void> walkTrialUpload(std::shared_ptr<Run> run, ChallengeReading door, PushRight right);

/// What the registry says to the other credentials that clients here would send.
[[nodiscard]] Task<void> walkClientTrials(std::shared_ptr<Run> run, ChallengeReading door);

/// Every server's clock, out of the answers that came.
void readClocks(Run &run);

} // namespace wharf::diagnosis
