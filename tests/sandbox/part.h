#pragma once

#include <QSet>
#include <QString>

#include <optional>

namespace wharf::sandbox {

/// What the sandbox can run, each alone. The two token registries bring GitLab along.
enum class Part {
    GitLab,
    Registry,      ///< docker-registry with `auth: token`, over TLS
    PlainRegistry, ///< the same over plain HTTP
    BasicRegistry, ///< docker-registry with htpasswd, over TLS
    Docker,
    Podman,
    Keyring,
    OpenRegistry,  ///< docker-registry without any sign-in, over plain HTTP; only where it is asked for
};

/// `gitlab`, `registry`, `registry-plain`, `registry-basic`, `docker`, `podman`, `keyring`, `registry-open`.
[[nodiscard]] QString partName(Part part);
[[nodiscard]] std::optional<Part> partFromName(const QString &name);

using Parts = QSet<Part>;
/// All but the open registry.
[[nodiscard]] Parts allParts();
/// With what they cannot do without.
[[nodiscard]] Parts withNeeded(Parts parts);

} // namespace wharf::sandbox
