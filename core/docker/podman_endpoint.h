#pragma once

#include "core/docker/engine_endpoint.h"

namespace wharf::docker {

/// Where Podman's service listens for the whole system.
inline constexpr QLatin1String podmanSystemSocket("/run/podman/podman.sock");

/// Finds Podman's service: `CONTAINER_HOST`, else the first socket that is there, the user's
/// (`$XDG_RUNTIME_DIR/podman/podman.sock`) before the system's. Where neither is, the one that `podman --remote` itself would
/// take: the system's for root, else the user's. Never fails: what is wrong is its `problem`. `from` is `CONTAINER_HOST` or
/// `default`. Source: podman-remote(1); podman pkg/bindings/connection.go, cmd/podman/registry/remote.go.
[[nodiscard]] EngineEndpoint findPodman(const QProcessEnvironment &environment, const QString &systemSocket = podmanSystemSocket);

} // namespace wharf::docker
