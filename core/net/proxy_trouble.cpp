#include "core/net/proxy_trouble.h"

#include <QCoreApplication>

#include <array>

namespace wharf::net {

std::optional<ProxyTrouble> proxyTrouble(const QString &errorText)
{
    struct Row {
        const char *engine;
        const char *words;
        Kind kind;
        const char *reason;
    };
    static constexpr std::array rows {
        Row { "QHttpSocketEngine", "Proxy denied connection", Kind::Forbidden, "denied" },
        Row { "QHttpSocketEngine", "Error communicating with HTTP proxy", Kind::Offline, "no-tunnel" },
        Row { "QHttpSocketEngine", "Did not receive HTTP response from proxy", Kind::BadReply, "not-a-proxy" },
        Row { "QHttpSocketEngine", "Error parsing authentication request from proxy", Kind::BadReply, "not-a-proxy" },
        Row { "QHttpSocketEngine", "Proxy server not found", Kind::Offline, "name-not-found" },
        Row { "QHttpSocketEngine", "Proxy connection refused", Kind::Offline, "refused" },
        Row { "QHttpSocketEngine", "Proxy connection closed prematurely", Kind::Offline, "reset" },
        Row { "QHttpSocketEngine", "Proxy server connection timed out", Kind::Timeout, "" },
        Row { "QSocks5SocketEngine", "Connection not allowed by SOCKSv5 server", Kind::Forbidden, "denied" },
        Row { "QSocks5SocketEngine", "General SOCKSv5 server failure", Kind::Offline, "no-tunnel" },
        Row { "QSocks5SocketEngine", "SOCKS version 5 protocol error", Kind::BadReply, "not-a-proxy" },
        Row { "QSocks5SocketEngine", "Proxy authentication failed", Kind::Unauthorized, "password" },
        Row { "QSocks5SocketEngine", "Proxy host not found", Kind::Offline, "name-not-found" },
        Row { "QSocks5SocketEngine", "Connection to proxy refused", Kind::Offline, "refused" },
        Row { "QSocks5SocketEngine", "Connection to proxy closed prematurely", Kind::Offline, "reset" },
        Row { "QSocks5SocketEngine", "Connection to proxy timed out", Kind::Timeout, "" },
    };
    for (const Row &row : rows) {
        if (errorText == QCoreApplication::translate(row.engine, row.words))
            return ProxyTrouble { row.kind, QString::fromLatin1(row.reason) };
    }
    return {};
}

} // namespace wharf::net
