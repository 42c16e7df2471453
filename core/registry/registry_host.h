#pragma once

#include "core/base/result.h"

#include <QString>
#include <QUrl>

namespace wharf::registry {

/// A registry as people name it: `host` or `host:port`, lower case. Docker Hub has three names and is `docker.io` here.
class RegistryHost {
public:
    RegistryHost() = default;

    /// Takes `registry.example.com[:port]`, `[::1]:5000`, `localhost`, Docker Hub under any of its names, and, kindly, the
    /// same with a scheme, a trailing slash, or the `/v1/` and `/v2/` of Docker's keys. The port is kept as written, 443 too:
    /// to Docker they are two registries. Errors: Stage::Input; Malformed with subject `empty`, `spaces`, `host`, `port`,
    /// `too-long`; Invalid with `scheme` (neither https nor http), `user-info`, `path`.
    static Result<RegistryHost> parse(const QString &text);

    /// `docker.io`, `registry.example.com:5050`, `[::1]:5000`: the domain part of image references.
    [[nodiscard]] const QString &name() const { return m_name; }
    /// What Docker calls it in its files and to its helpers: `https://index.docker.io/v1/` for Hub, otherwise name().
    [[nodiscard]] QString dockerKey() const;
    /// Where the API is: `https://registry-1.docker.io` for Hub. `scheme` is "https" or "http".
    [[nodiscard]] QUrl api(const QString &scheme) const;
    [[nodiscard]] bool isDockerHub() const;
    [[nodiscard]] bool isLoopback() const;
    [[nodiscard]] bool isEmpty() const { return m_name.isEmpty(); }

    friend bool operator==(const RegistryHost &, const RegistryHost &) = default;

private:
    QString m_name;
};

} // namespace wharf::registry
