#pragma once

#include "core/base/credential.h"
#include "core/base/result.h"

#include <chrono>

namespace wharf::ctl {

/// Reads a secret from standard input to its end, as `--password-stdin` means it: one line end at the close is dropped.
/// 64 KiB at most, and not longer than `patience` (zero: as long as it takes). Errors: Stage::Input, Kind::Invalid: `empty`,
/// `secret-too-long`; Kind::Timeout; Kind::Cancelled after a signal.
[[nodiscard]] Result<SharedSecret> readSecretFromStandardInput(std::chrono::seconds patience);

/// Asks on the terminal without echo. Errors: Stage::Input: `no-terminal` where there is none, `empty`; Kind::Cancelled after
/// a signal.
[[nodiscard]] Result<SharedSecret> askForSecret(const QString &prompt);

/// Takes an environment variable's value and removes it, so that no child process gets it. Null where it is not set.
[[nodiscard]] SharedSecret takeSecretFromEnvironment(const char *name);

} // namespace wharf::ctl
