#pragma once

#include "ui/push/image_lister.h"

namespace wharf {

/// Docker's images and Podman's, asked for over their sockets; those of an engine that both names lead to are Docker's.
[[nodiscard]] Task<Result<QList<ui::LocalImage>>> localImages(push::SourceName::Kind engine, std::shared_ptr<Stop> stop);

} // namespace wharf
