#pragma once

#include "core/base/credential.h"
#include "core/base/result.h"

namespace wharf::ctl {

/// Reads a secret from standard input to its end, as `--password-stdin` means it: one line end at the close is dropped.
/// 64 KiB at most. Errors: Stage::Input, Kind::Invalid: `empty`, `too-long`.
[[nodiscard]] Result<SharedSecret> readSecretFromStandardInput();

/// Asks on the terminal without echo. Errors: Stage::Input: `no-terminal` where there is none, `empty`.
[[nodiscard]] Result<SharedSecret> askForSecret(const QString &prompt);

/// Takes an environment variable's value and removes it, so that no child process gets it. Null where it is not set.
[[nodiscard]] SharedSecret takeSecretFromEnvironment(const char *name);

} // namespace wharf::ctl
