#pragma once

#include "core/registry/registry_host.h"

#include <QString>

namespace wharf::docker {

/// What the key that a client gives to a helper stands for.
struct HelperKey {
    registry::RegistryHost host; ///< empty: no registry has such a key
    /// Docker's own tokens for Docker Hub's web sign-in: where they lie in the credential store. Empty for everything else.
    QString hubTokenKey;

    /// Takes `host[:port]`, Docker Hub's key and its other names, and kindly a scheme and a path, which some clients add.
    static HelperKey parse(const QString &key);
};

} // namespace wharf::docker
