#pragma once

#include "tests/sandbox/sandbox.h"

#include <QJsonObject>

namespace wharf::sandbox {

/// Everything a person or a script needs to use a running sandbox: addresses, credentials, files, variables.
[[nodiscard]] QJsonObject describe(const Sandbox &sandbox);

/// The variables as a shell script to be read with `.`.
[[nodiscard]] QByteArray environmentScript(const Sandbox &sandbox);

} // namespace wharf::sandbox
