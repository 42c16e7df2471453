#pragma once

#include "core/push/source/image_source.h"

#include <QStringList>

namespace wharf::push {

class Entries;

/// An image, and where each of its blobs lies.
struct Description {
    ImageContent content;
    QStringList entries; ///< of each blob the entry that holds it, links followed
};

/// Reads an OCI image layout. OCI image spec, image-layout.md.
///
/// `reference`: an `org.opencontainers.image.ref.name`, or the full name that containerd writes beside it, or `@sha256:…` of any
/// manifest there; empty: the only one. An index is pushed whole. Foreign layers are left out.
/// Errors: Stage::Image. Absent: the subject is what is missing (`oci-layout`, `index.json`, a digest, the reference; of an empty
/// one among several `reference`), and `serverSaid` lists the references that there are. Newer: another layout version.
/// Malformed: the subject is `index.json`, `oci-layout` or the digest of what does not parse, has another digest or another size
/// than is said of it. TooLarge: a manifest.
[[nodiscard]] Result<Description> describeLayout(Entries &entries, const QString &reference);

/// Reads what `docker save`, `podman save` and skopeo's docker-archive write: manifest.json, a configuration, and layers, which
/// are compressed on the way unless they are already. moby image/spec/v1.2.
///
/// `reference`: one of the names that manifest.json has, `app` being `docker.io/library/app:latest`; or `@N`, the N-th from 0;
/// empty: the only one.
/// Errors: Stage::Image, as above; `manifest.json`, an entry's name, or `layers` where their number is not the configuration's.
[[nodiscard]] Result<Description> describeDockerArchive(Entries &entries, const QString &reference);

/// Finds what people may mean by `app` where the full name stands: `docker.io/library/app:latest`. Other text as it is.
[[nodiscard]] QString fullName(const QString &reference);

} // namespace wharf::push
