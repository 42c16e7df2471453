#pragma once

#include "tests/push/faults.h"

#include <QString>

namespace wharf::rig {

/// Sets one fault as it stands on a command line: `reset-once=6M`, `away=20M:3`, `location-https`.
/// An error sentence that names what is wrong, or nothing.
[[nodiscard]] QString setFault(Faults &faults, const QString &nameAndValue);
/// All of them with what their values mean, a line each.
[[nodiscard]] QString faultHelp();

} // namespace wharf::rig
