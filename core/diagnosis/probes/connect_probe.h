#pragma once

#include "core/async/stop.h"
#include "core/async/task.h"
#include "core/diagnosis/evidence/host_evidence.h"

#include <chrono>
#include <memory>

namespace wharf::diagnosis {

/// Connects to one address, or to a name, and hangs up. `outcome` is empty where it was stopped before it knew.
[[nodiscard]] Task<ConnectEvidence> knock(QString address, int port, std::chrono::milliseconds limit, std::shared_ptr<Stop> stop);

} // namespace wharf::diagnosis
