#pragma once

#include "core/async/task.h"
#include "core/diagnosis/probes/wire.h"

#include <QNetworkProxy>
#include <QStringList>
#include <QUrl>

namespace wharf::diagnosis {

/// The proxy that this machine's settings put before a URL, and the setting's name.
struct ProxyChoice {
    QNetworkProxy proxy = QNetworkProxy(QNetworkProxy::NoProxy);
    QString from;           ///< the variable, or `system`; empty where the way is direct
    bool malformed = false; ///< the variable holds no address of a proxy

    [[nodiscard]] bool isDirect() const { return from.isEmpty(); }
    [[nodiscard]] bool isHttp() const { return proxy.type() == QNetworkProxy::HttpProxy || proxy.type() == QNetworkProxy::HttpCachingProxy; }
    [[nodiscard]] bool isSocks() const { return proxy.type() == QNetworkProxy::Socks5Proxy; }
};
[[nodiscard]] ProxyChoice chooseProxy(const QUrl &url);

/// How the way to a host was opened.
struct Opening {
    bool open = false;
    int proxyStatus = 0;       ///< of the proxy's answer to CONNECT
    QString said;              ///< its reason phrase
    QStringList schemes;       ///< of `Proxy-Authenticate`, lower case, in order
};

/// Leads `wire` to the host of `url`: to `address` (or the name where that is empty), or through the proxy by CONNECT. A plain
/// HTTP proxy is only connected to for an `http` URL: it takes the request itself.
///
/// The proxy's password goes to the proxy and nowhere else.
[[nodiscard]] Task<Opening> openWay(std::shared_ptr<Wire> wire, ProxyChoice choice, QUrl url, QString address, QByteArray userAgent);

/// `host:port`, the port always written, IPv6 in brackets.
[[nodiscard]] QByteArray authority(const QUrl &url);
[[nodiscard]] int portOf(const QUrl &url);

} // namespace wharf::diagnosis
