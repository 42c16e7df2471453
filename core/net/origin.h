#pragma once

#include <QString>

class QUrl;

namespace wharf::net {

/// Scheme, host and port: the bounds a credential never leaves (RFC 6454).
struct Origin {
    QString scheme; ///< lower case
    QString host;   ///< lower case, an IPv6 address without brackets
    int port = -1;  ///< always explicit: 443 and 80 are filled in

    static Origin of(const QUrl &url);
    [[nodiscard]] QString toString() const;

    friend bool operator==(const Origin &, const Origin &) = default;
};

/// True where a redirect may take the credential along: inside the origin, or up from plain HTTP to TLS on the same host,
/// both on their own ports.
[[nodiscard]] bool mayCarryCredential(const Origin &from, const Origin &to);

/// True for `localhost` and every address in 127.0.0.0/8 and ::1: the hosts Docker talks plain HTTP to unasked.
[[nodiscard]] bool isLoopback(const QString &host);

} // namespace wharf::net
