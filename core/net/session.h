#pragma once

#include "core/async/task.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/net/exchange.h"
#include "core/net/host_settings.h"
#include "core/net/http.h"

#include <functional>
#include <memory>

namespace wharf::net {

/// Owns the requests of one piece of work, and ends them with it.
///
/// Operations are free functions that take a `std::shared_ptr<Session>`; whoever started the work calls close(), after
/// which every waiting send() comes back with Kind::Cancelled and so does every new one. Redirects are never followed.
/// The connection goes by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, then the system's proxy; loopback goes direct.
class Session final : public std::enable_shared_from_this<Session> {
public:
    using Recorder = std::function<void(const Exchange &)>;

    [[nodiscard]] static std::shared_ptr<Session> create(NetworkSettings settings, std::shared_ptr<const Clock> clock);
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    /// One request, one answer; every status is an answer, not an error. Subjects are in network_failure.h.
    /// Errors: Stage::Connect, Proxy or Tls with Offline, Timeout, Tls, Unauthorized and Forbidden (a proxy's), TooLarge,
    /// BadReply (no HTTP), Cancelled; Stage::Tls with Absent, Denied, Malformed and the path of a certificate file that the
    /// user gave; Stage::Input, Kind::Invalid (`secret`) or Malformed (`url`).
    /// Plain HTTP: Kind::Refused unless the host is loopback or HostSettings::plainHttp allows it.
    /// Qt sends a request again by itself, three times at most, where the connection breaks before a status line: what
    /// must not happen twice needs a server that can tell.
    [[nodiscard]] Task<Result<Reply>> send(Request request);

    /// Ends every request at once; safe to call twice.
    void close();
    [[nodiscard]] bool isClosed() const;

    /// Called once per answered or failed request, in order of completion.
    void setRecorder(Recorder recorder);

    /// `text` with every secret taken out that this session has sent, in any of its requests: some servers remember what they were
    /// told, and say it later.
    [[nodiscard]] QString withoutSecrets(QString text) const;

    [[nodiscard]] const Clock &clock() const;
    [[nodiscard]] HostSettings settingsFor(const QUrl &url) const;

private:
    struct Private;
    explicit Session(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace wharf::net
