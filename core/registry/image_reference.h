#pragma once

#include "core/base/result.h"
#include "core/registry/registry_host.h"

#include <QString>

namespace wharf::registry {

/// An image as Docker's grammar reads it (distribution/reference): `[host/]repository[:tag][@digest]`.
struct ImageReference {
    RegistryHost host;
    /// Full: `library/debian` for Hub's `debian`.
    QString repository;
    QString tag;    ///< empty where none was written
    QString digest; ///< `sha256:…`, empty where none was written

    /// Errors: Stage::Input; Kind::Malformed; `subject` is one of the stable reasons
    /// `scheme`, `capitals`, `spaces`, `empty`, `tag`, `digest`, `repository`, `host`, `too-long`.
    static Result<ImageReference> parse(const QString &text);

    /// As written in full: `docker.io/library/debian:12`.
    [[nodiscard]] QString toString() const;

    friend bool operator==(const ImageReference &, const ImageReference &) = default;
};

} // namespace wharf::registry
