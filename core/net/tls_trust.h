#pragma once

#include "core/net/certificate_files.h"

#include <QHash>
#include <QSet>
#include <QSslConfiguration>

class QUrl;

namespace wharf::net {

/// Decides whom one piece of work trusts and what it shows of itself, host by host.
///
/// Trusted are the system's authorities, those given for all hosts, and those found for any host that was asked for
/// before: Docker, too, takes a registry's authorities to its realm. A client certificate is shown to the one host
/// it was configured for and to no other. Files are read once.
class TlsTrust {
public:
    explicit TlsTrust(NetworkSettings settings);

    /// For an `https` URL. Errors: Stage::Tls with the path of a file, given by the user, that does not read.
    [[nodiscard]] Result<QSslConfiguration> configurationFor(const QUrl &url);

private:
    Result<void> begin();
    Result<std::optional<ClientIdentity>> readFor(const QUrl &url);
    Result<void> trust(const QString &file);

    NetworkSettings m_settings;
    QSet<QString> m_authorityFiles;
    /// Grows with each file: every request needs all of them, and to read one takes half a millisecond. None before the first
    /// use, as Qt loads its TLS for it.
    std::optional<QSslConfiguration> m_trusting;
    QHash<QString, std::optional<ClientIdentity>> m_identities; ///< by `host:port`, the port always written
};

/// `host[:port]` as image references and `certs.d` have it: no port where it is the scheme's own.
[[nodiscard]] QString hostKey(const QUrl &url);

/// What the user set for the host of `url`; defaults where nothing was set.
[[nodiscard]] HostSettings hostSettings(const NetworkSettings &settings, const QUrl &url);

} // namespace wharf::net
