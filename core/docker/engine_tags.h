#pragma once

#include "core/docker/engine_version.h"

#include <optional>

namespace wharf::docker {

/// An engine that was reached, and how it is spoken to. A value.
struct ReachedEngine {
    EngineEndpoint endpoint;
    EngineVersion version;
    QProcessEnvironment environment;
};

/// What an engine says of one image.
struct InspectedImage {
    QString id;         ///< `sha256:…`
    QStringList names;  ///< `repository:tag`
    QStringList layers; ///< diffIds, the lowest first
    qint64 size = 0;    ///< bytes, uncompressed
};

/// Reads the answer to `GET /images/{name}/json`. Errors: Stage::Daemon, Kind::BadReply, subject `image`.
[[nodiscard]] Result<InspectedImage> readInspectedImage(const QByteArray &json);

/// The image of that name, short name or id; none where the engine has none. Errors: those of engineRequest(),
/// engineRefusal(), readInspectedImage().
[[nodiscard]] Task<Result<std::optional<InspectedImage>>> inspectImage(ReachedEngine engine, QString name, std::shared_ptr<Stop> stop);

/// Gives an image one more name; another image that has it loses it. Errors: those of engineRequest(); Stage::Daemon as
/// engineRefusal() has it, with the image's name as subject.
[[nodiscard]] Task<Result<void>> tagImage(ReachedEngine engine, QString image, QString repository, QString tag, std::shared_ptr<Stop> stop);

/// Takes one name away. Where it was the image's last one the engine deletes the image, too: look first.
/// Errors: as tagImage().
[[nodiscard]] Task<Result<void>> untagImage(ReachedEngine engine, QString name, std::shared_ptr<Stop> stop);

/// A name as it stands in a target: colons and slashes as they are, everything strange percent-encoded.
[[nodiscard]] QByteArray nameInTarget(const QString &name);

} // namespace wharf::docker
