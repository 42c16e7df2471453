#pragma once

#include "core/diagnosis/examination.h"

#include <QByteArray>

namespace wharf::diagnosis {

/// The run's exchanges as an HTTP archive, masked as net::Exchange is: no body, no header that proves somebody.
/// Source: HAR 1.2.
[[nodiscard]] QByteArray harReport(const Diagnosis &diagnosis);

} // namespace wharf::diagnosis
