#pragma once

#include "core/base/result.h"
#include "core/docker/engine_endpoint.h"
#include "core/net/http.h"

#include <chrono>
#include <memory>

namespace wharf::docker {

/// How long an engine may be silent.
struct EnginePatience {
    std::chrono::milliseconds connecting = std::chrono::seconds(30);
    /// From the request to the body's first byte, the head of the answer included. Long, because Docker before 25 and Podman write
    /// an export to their own disk, whole, before they send any of it: half a minute for 4 GB on a slow one.
    std::chrono::milliseconds beginning = std::chrono::minutes(10);
    std::chrono::milliseconds between = std::chrono::minutes(2); ///< two pieces of the body
};

/// One GET at an engine whose answer may have any size: the body is handed out as it comes, and the engine waits while nobody
/// reads. For threads that may block. The connection has a thread of its own, so that readers may change threads.
class EngineDownload {
public:
    /// `target` as `/v1.41/images/app/get`. `environment` is for `ssh`. Connects, and sends the request.
    EngineDownload(EngineEndpoint endpoint, const QByteArray &target, QProcessEnvironment environment, const EnginePatience &patience = {});
    /// Drops the connection.
    ~EngineDownload();
    EngineDownload(const EngineDownload &) = delete;
    EngineDownload &operator=(const EngineDownload &) = delete;

    /// Status and headers; blocks until they are there. Errors: Stage::Daemon; those of EngineStream, and Timeout, BadReply (no
    /// HTTP), Cancelled by stop().
    [[nodiscard]] Result<net::Reply> head();
    /// At most `most` bytes (> 0) of the body; 0 at its end and at no other time. Blocks. Errors: as head(), and BadReply or
    /// Offline where the answer is cut off.
    [[nodiscard]] Result<qint64> read(char *into, qint64 most);
    /// Ends every wait, and every later call, with Kind::Cancelled. From any thread.
    void stop();

private:
    class Line;
    std::unique_ptr<Line> m_line;
};

/// An answer with all of its body. Errors: as EngineDownload; TooLarge above `limit` bytes.
[[nodiscard]] Result<net::Reply> wholeAnswer(EngineDownload &download, qint64 limit);

} // namespace wharf::docker
