#pragma once

#include "core/push/source/engine_export.h"
#include "core/push/source/image_source.h"

namespace wharf::push {

/// An image of Docker's or Podman's engine, by `name` as people write it: `app` is `app:latest`; an id will do.
///
/// Its layers come out of the engine's export, a stream: in the engine's order, one after the other. What there is the engine
/// tells beforehand; where it cannot (images of Docker's containerd store, and OCI images of Podman, whose configuration changes on
/// the way out), the export is gone through once more before.
/// Sources: moby api/swagger.yaml; podman pkg/api/handlers/compat/images.go, libpod/images.go.
/// Errors: as ImageSource and beginExport(); Stage::Image, Absent, subject `name`; Stage::Daemon.
[[nodiscard]] std::unique_ptr<ImageSource> makeEngineSource(const EngineLine &line, const QString &name);

} // namespace wharf::push
