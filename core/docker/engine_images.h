#pragma once

#include "core/docker/engine_request.h"

#include <QDateTime>

namespace wharf::docker {

/// One name of one image that an engine holds.
struct EngineImage {
    QString name;    ///< `repository:tag` as the engine writes it; of an image without one, its short id
    QString id;      ///< `sha256:…`
    qint64 size = 0; ///< bytes, uncompressed, layers that images share counted in each
    QDateTime created; ///< UTC; invalid where the image does not say
    QStringList repoDigests; ///< `repository@sha256:…`: what it was pulled or pushed as

    friend bool operator==(const EngineImage &, const EngineImage &) = default;
};

/// 12 hexadecimal digits of `sha256:…`, as engines print ids.
[[nodiscard]] QString shortId(const QString &id);

/// Reads the answer to `GET /images/json`: one for each tag, newest first and then by name. Entries without an id are left out.
/// Errors: Stage::Daemon, Kind::BadReply, subject `images`.
[[nodiscard]] Result<QList<EngineImage>> readEngineImages(const QByteArray &json);

/// The images of an engine. Errors: those of negotiateEngine() and engineRequest(), engineRefusal(), readEngineImages().
[[nodiscard]] Task<Result<QList<EngineImage>>> engineImages(EngineEndpoint endpoint, QProcessEnvironment environment, std::shared_ptr<Stop> stop);

} // namespace wharf::docker
