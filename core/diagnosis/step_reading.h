#pragma once

#include "core/diagnosis/step.h"

namespace wharf::diagnosis {

// One reader a step; readStep() chooses. The way: from what was typed to the challenge, and the daemon.
[[nodiscard]] StepReading readTarget(const Evidence &evidence);
[[nodiscard]] StepReading readClients(const Evidence &evidence);
[[nodiscard]] StepReading readName(const Evidence &evidence);
[[nodiscard]] StepReading readConnect(const Evidence &evidence);
[[nodiscard]] StepReading readTls(const Evidence &evidence);
[[nodiscard]] StepReading readClock(const Evidence &evidence);
[[nodiscard]] StepReading readPing(const Evidence &evidence);
[[nodiscard]] StepReading readChallenge(const Evidence &evidence);
[[nodiscard]] StepReading readDaemon(const Evidence &evidence);
[[nodiscard]] StepReading readDaemonSignIn(const Evidence &evidence);

// Access: from the realm to the upload, and GitLab's own word.
[[nodiscard]] StepReading readRealm(const Evidence &evidence);
[[nodiscard]] StepReading readWrongCredential(const Evidence &evidence);
[[nodiscard]] StepReading readCredential(const Evidence &evidence);
[[nodiscard]] StepReading readToken(const Evidence &evidence);
[[nodiscard]] StepReading readSignIn(const Evidence &evidence);
[[nodiscard]] StepReading readPull(const Evidence &evidence);
[[nodiscard]] StepReading readPush(const Evidence &evidence);
[[nodiscard]] StepReading readRepository(const Evidence &evidence);
[[nodiscard]] StepReading readUpload(const Evidence &evidence);
[[nodiscard]] StepReading readGitLab(const Evidence &evidence);

} // namespace wharf::diagnosis
