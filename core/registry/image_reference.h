#pragma once

#include "core/base/result.h"
#include "core/registry/registry_host.h"

#include <QString>

namespace wharf::registry {

/// An image as Docker's grammar reads it (distribution/reference): `[host/]repository[:tag][@digest]`.
///
/// The first of several components is a host when it has a dot, a colon or brackets, or is `localhost`. In one point this is
/// stricter than Docker, which takes `Group/app` for an image on a host called `Group`: here that is a name with capitals.
struct ImageReference {
    RegistryHost host;
    /// Full: `library/debian` for Hub's `debian`. 255 characters at most.
    QString repository;
    QString tag;    ///< empty where none was written
    QString digest; ///< `sha256:…`, `sha384:…`, `sha512:…`; empty where none was written

    /// Errors: Stage::Input; Kind::Malformed; `subject` is one of the stable reasons
    /// `scheme`, `capitals`, `spaces`, `empty`, `tag`, `digest`, `repository`, `host`, `too-long`.
    static Result<ImageReference> parse(const QString &text);

    /// As written in full: `docker.io/library/debian:12`.
    [[nodiscard]] QString toString() const;

    friend bool operator==(const ImageReference &, const ImageReference &) = default;
};

} // namespace wharf::registry
