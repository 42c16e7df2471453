#pragma once

#include "core/docker/helper_protocol.h"

/// What both halves of the helper do around an answer.
namespace wharf::helper {

/// All of standard input; at most 1 MiB.
[[nodiscard]] QByteArray readInput();

/// Writes `answer.output` to standard output and wipes it. Returns the exit status.
[[nodiscard]] int print(docker::HelperAnswer &answer);

/// Puts back what another program has overwritten of ours. Nobody waits for it: who calls wants an answer.
void mendClientFiles(const registry::RegistryHost &host);

} // namespace wharf::helper
