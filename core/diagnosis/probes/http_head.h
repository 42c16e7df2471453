#pragma once

#include "core/net/http.h"

#include <optional>

namespace wharf::diagnosis {

/// The head of an HTTP/1 answer as it came over the wire.
struct HttpHead {
    int status = 0;
    QString reason;
    QList<net::Header> headers;
    qsizetype size = 0; ///< bytes, the empty line included

    /// The values of all lines of that name, joined with ", ".
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
};

/// None where the head is not whole yet, or is no HTTP: see looksLikeHttp().
[[nodiscard]] std::optional<HttpHead> readHttpHead(const QByteArray &bytes);

/// False as soon as the bytes cannot become an HTTP/1 answer.
[[nodiscard]] bool looksLikeHttp(const QByteArray &bytes);

/// The bytes of a chunked body, as far as they came. RFC 9112 §7.1. `whole` is set when the last chunk is there or the rest is
/// no chunk.
[[nodiscard]] QByteArray withoutChunks(const QByteArray &body, bool &whole);

} // namespace wharf::diagnosis
