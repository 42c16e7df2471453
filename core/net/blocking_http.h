#pragma once

#include "core/async/stop_flag.h"
#include "core/base/result.h"
#include "core/net/host_settings.h"
#include "core/net/http.h"

#include <chrono>
#include <memory>

namespace wharf::net {

/// A request's body that is made while it is sent. Called on the thread of BlockingHttp::send() only.
class RequestBody {
public:
    struct Piece {
        qint64 bytes = 0;                      ///< 0 with no `wait`: the end
        std::chrono::milliseconds wait { 0 };  ///< nothing now: ask again after this
        bool broken = false;                   ///< there will be no more, and the request must not be taken for whole
    };
    virtual ~RequestBody() = default;
    virtual Piece read(char *into, qint64 most) = 0;
};

/// A request for large bodies: `Request::body` is left out where `stream` is there.
struct StreamRequest {
    Request request;             ///< `timeout` is the longest silence: no byte sent and none come
    RequestBody *stream = nullptr;
    qint64 length = -1;          ///< bytes of `stream`; -1: sent in chunks (RFC 9112 §7.1)
    bool onNewConnection = false;
};

/// How a request went, whatever came of it.
struct Sending {
    qint64 bodySent = 0;         ///< bytes of the body that were given to the system
    qint64 onConnection = 0;     ///< of bodies on the same connection, this one's included
    std::chrono::milliseconds took { 0 };
};

/// HTTP for worker threads: waits for the answer, sends bodies of any size in constant memory, and sends each request once.
///
/// Beside Session, which is for the event loop and small bodies: Qt sends a request again by itself when a connection breaks, body
/// and all. The way to a host is decided by the same Routes. Connections stay open from request to request. One thread; `stop` ends
/// a wait from another one.
class BlockingHttp {
public:
    BlockingHttp(NetworkSettings settings, std::shared_ptr<StopFlag> stop);
    ~BlockingHttp();
    BlockingHttp(const BlockingHttp &) = delete;
    BlockingHttp &operator=(const BlockingHttp &) = delete;

    /// Any status is an answer; redirects are not followed. Where the server says no before the body is through, the rest stays
    /// here. Errors: as Session::send, and Stage::Connect with Kind::Offline, subject `reset`, where the body came to no end.
    [[nodiscard]] Result<Reply> send(const StreamRequest &request);

    /// Of the last send().
    [[nodiscard]] const Sending &sending() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wharf::net
