#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

class QJsonObject;

namespace wharf::registry {

namespace mediatype {
inline constexpr QLatin1String dockerManifest("application/vnd.docker.distribution.manifest.v2+json");
inline constexpr QLatin1String dockerList("application/vnd.docker.distribution.manifest.list.v2+json");
inline constexpr QLatin1String dockerConfig("application/vnd.docker.container.image.v1+json");
inline constexpr QLatin1String dockerLayerGzip("application/vnd.docker.image.rootfs.diff.tar.gzip");
inline constexpr QLatin1String dockerForeignLayer("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
/// Not among those that Docker itself writes; containers/image names it so.
inline constexpr QLatin1String dockerLayerZstd("application/vnd.docker.image.rootfs.diff.tar.zstd");
inline constexpr QLatin1String ociManifest("application/vnd.oci.image.manifest.v1+json");
inline constexpr QLatin1String ociArtifact("application/vnd.oci.artifact.manifest.v1+json"); ///< of 1.1's drafts
inline constexpr QLatin1String ociIndex("application/vnd.oci.image.index.v1+json");
} // namespace mediatype

/// What a manifest says of a blob or of another manifest. OCI image spec, descriptor.md.
struct Descriptor {
    QString mediaType;
    QString digest;   ///< as isDigest() takes it
    qint64 size = -1; ///< bytes
    QString platform; ///< `linux/arm64/v8`; empty where none is said
    /// Lies elsewhere (Windows' foreign layers): registries do not want it.
    bool isForeign = false;

    friend bool operator==(const Descriptor &, const Descriptor &) = default;
};

/// A manifest or an index as far as a push must understand it: what has to be there before it.
struct Manifest {
    QString mediaType;
    QList<Descriptor> blobs;     ///< config first, then layers; of an artifact its blobs
    QList<Descriptor> manifests; ///< of an index
    bool hasConfig = false;      ///< the first of the blobs is one

    [[nodiscard]] bool isIndex() const;
};

/// Bytes; registries take no larger one (distribution: 4 MiB).
inline constexpr qint64 largestManifest = qint64(4) << 20;

/// Reads Docker's schema 2 and manifest list, OCI's manifest and index, and artifacts. `mediaType` is what the source says of
/// it, and counts where the document itself says nothing. Errors: Stage::Image; TooLarge; Malformed with subject `json`,
/// `media-type` (schema 1, unknown), `descriptor` (no digest, no size).
[[nodiscard]] Result<Manifest> readManifest(const QByteArray &document, const QString &mediaType);

/// Whether something of that type is read by readManifest(), and not a blob.
[[nodiscard]] bool isManifestType(const QString &mediaType);

/// `linux/arm64/v8` of an object with `os`, `architecture` and `variant`: a descriptor's platform, an image's configuration.
[[nodiscard]] QString platformText(const QJsonObject &object);

/// A schema 2 manifest of a config and its layers, in the order given.
[[nodiscard]] QByteArray writeDockerManifest(const Descriptor &config, const QList<Descriptor> &layers);

} // namespace wharf::registry
