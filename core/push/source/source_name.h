#pragma once

#include "core/base/result.h"

#include <QString>

namespace wharf::push {

/// A source as people write it: `docker:IMAGE`, `podman:IMAGE`, `docker-archive:FILE[:REF]`, `oci:DIR[:REF]`, `oci-archive:FILE[:REF]`.
struct SourceName {
    enum class Kind { Docker, Podman, DockerArchive, OciLayout, OciArchive };

    Kind kind = Kind::Docker;
    QString place;     ///< the image's name at the engine, or the path of file or folder
    QString reference; ///< of archives and layouts: which of several; empty: the only one

    /// A path may hold colons: where the whole is a file or folder that is there, nothing of it is a reference.
    /// Errors: Stage::Input, Kind::Malformed; subject `source` (no such prefix), `empty`.
    [[nodiscard]] static Result<SourceName> parse(const QString &text);
    [[nodiscard]] QString toString() const;
    [[nodiscard]] bool isEngine() const { return kind == Kind::Docker || kind == Kind::Podman; }

    friend bool operator==(const SourceName &, const SourceName &) = default;
};

} // namespace wharf::push
