#pragma once

#include "core/registry/image_reference.h"
#include "core/registry/registry_host.h"

#include <optional>

namespace wharf::registry {

/// What a word that somebody wrote names: an image, or a registry alone.
struct Target {
    RegistryHost host;
    std::optional<ImageReference> image; ///< none: the registry alone

    [[nodiscard]] QString repository() const { return image ? image->repository : QString(); }
};

/// Without a slash, `name:port` is a registry, as it is to `docker login`, and so is what has a dot, brackets or a scheme, or is
/// `localhost`. Any other bare word is an image of Docker Hub's. Errors: as RegistryHost::parse() and ImageReference::parse().
[[nodiscard]] Result<Target> readTarget(const QString &text);

/// The registry that a sign-in is for: the host of readTarget(), but that an image has to name it. Every bare word is a host
/// here; read as an image it would be Docker Hub's, and the password would go there. Errors: as readTarget().
[[nodiscard]] Result<RegistryHost> readHost(const QString &text);

} // namespace wharf::registry
