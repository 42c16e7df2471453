#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace wharf::push {

/// One thing that an engine says while it pushes. Source: moby api/types/jsonstream, daemon/internal/streamformatter; podman
/// pkg/api/handlers/compat/images_push.go.
struct EngineMessage {
    QString status;
    QString id;          ///< of a layer: 12 hex digits, of its diffId or of its blob's digest, by the engine's store
    qint64 current = -1; ///< bytes; can exceed `total` at the end
    qint64 total = -1;   ///< bytes; -1 unknown
    bool isError = false;
    QString error;
    int errorCode = 0;   ///< an HTTP status where the engine gives one
    QString digest;      ///< of what was pushed: from `aux`, else from the line `<tag>: digest: … size: …`
};

/// Reads one line of the stream, an object without its line end; none where it is no JSON object. `errorDetail` goes before the
/// `error` of old engines.
[[nodiscard]] std::optional<EngineMessage> readEngineMessage(const QByteArray &line);

} // namespace wharf::push
