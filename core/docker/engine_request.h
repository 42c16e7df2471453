#pragma once

#include "core/async/stop.h"
#include "core/async/task.h"
#include "core/base/result.h"
#include "core/docker/engine_endpoint.h"
#include "core/net/http.h"

#include <chrono>
#include <functional>
#include <memory>

namespace wharf::docker {

/// One request of the engine API.
struct EngineRequest {
    QByteArray method = QByteArrayLiteral("GET");
    QByteArray target; ///< `/v1.41/info`
    QList<net::Header> headers;
    /// Makes one header more at the moment of sending; its value is wiped when it is sent. Qt's socket keeps a copy until it has
    /// been written, and that one is not wiped.
    std::function<net::Header()> secretHeader;
    QByteArray body;           ///< JSON; none where it is empty and the method is GET or HEAD
    bool bodyIsSecret = false; ///< wiped when it is sent
    qint64 bodyLimit = qint64(4) << 20; ///< bytes of the answer's body
    /// From the connection to the last byte of the answer.
    std::chrono::milliseconds timeout = std::chrono::seconds(30);
};

/// Sends one request over a connection of its own and reads the answer, chunked or not. Any status is an answer.
///
/// Errors: Stage::Daemon; those of EngineStream, and Timeout, BadReply (no HTTP, or cut off), TooLarge, Cancelled by `stop`.
/// `environment` is for `ssh`.
[[nodiscard]] Task<Result<net::Reply>> engineRequest(EngineEndpoint endpoint, EngineRequest request, QProcessEnvironment environment,
                                                     std::shared_ptr<Stop> stop);

} // namespace wharf::docker
