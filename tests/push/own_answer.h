#pragma once

#include "tests/push/http_head.h"

namespace wharf::rig {

/// An answer that the proxy gives itself.
struct OwnAnswer {
    int status = 0;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    bool closes = false;         ///< the connection ends with it
    bool needsChallenge = false; ///< `WWW-Authenticate` is to be got from the registry
    QByteArray fault;            ///< for the log

    /// As a message for a request of this method.
    [[nodiscard]] QByteArray bytes(const QByteArray &method) const;
};

/// nginx's page for an error.
[[nodiscard]] OwnAnswer nginxAnswer(int status, const QByteArray &fault);
/// The registry API's error document.
[[nodiscard]] OwnAnswer registryAnswer(int status, const QByteArray &code, const QByteArray &message, const QByteArray &fault);

} // namespace wharf::rig
