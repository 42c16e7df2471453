#pragma once

#include "core/docker/engine_request.h"

namespace wharf::docker {

/// Request line and headers as they go over the wire. The caller wipes it where the request has a secret header.
[[nodiscard]] QByteArray requestHead(const EngineRequest &request);

} // namespace wharf::docker
