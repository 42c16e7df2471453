#pragma once

#include "core/docker/engine_endpoint.h"
#include "core/push/source/source_name.h"

namespace wharf::push {

/// The engine that a source of the kind `Docker` or `Podman` is at, found as that engine's own command line finds it.
[[nodiscard]] docker::EngineEndpoint engineOfSource(SourceName::Kind kind, const QProcessEnvironment &environment);

} // namespace wharf::push
