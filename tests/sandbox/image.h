#pragma once

#include <QList>
#include <QProcessEnvironment>
#include <QString>

namespace wharf::sandbox {

/// Makes images out of random bytes and this machine's files, without a network and without a base image.
///
/// `layers`: bytes of each layer's content. Random, so that compressing saves nothing; with the same `seed` the same layers.
/// `realShare`: 0 to 1, how much of each is real files instead.
struct ImageWish {
    QList<qint64> layers { 64 * 1024 };
    quint32 seed = 1;
    double realShare = 0;
};

/// An OCI image layout (gzipped layers) in `folder`, which is made, tagged `latest`: for `oci:FOLDER:latest`.
/// An error sentence, or nothing.
[[nodiscard]] QString makeOciLayout(const QString &folder, const ImageWish &wish = {});
/// The same as one tar: for `oci-archive:FILE`.
[[nodiscard]] QString makeOciArchive(const QString &file, const ImageWish &wish = {});
/// What `docker save` writes, tagged `name`: for `docker load` and `docker-archive:FILE`.
[[nodiscard]] QString makeDockerArchive(const QString &file, const QString &name, const ImageWish &wish = {});

/// Puts an image of that name into the engine that `environment` (Sandbox::environment()) leads to.
[[nodiscard]] QString makeImageInDocker(const QString &name, const QProcessEnvironment &environment, const ImageWish &wish = {});
[[nodiscard]] QString makeImageInPodman(const QString &name, const QProcessEnvironment &environment, const ImageWish &wish = {});

} // namespace wharf::sandbox
