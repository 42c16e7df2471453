#pragma once

#include "core/net/proxy_rules.h"
#include "core/net/tls_trust.h"

#include <QHash>
#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QUrl>

namespace wharf::net {

/// How a request gets to where it is for.
struct Route {
    QSslConfiguration tls; ///< of an `https` URL
    QNetworkProxy proxy = QNetworkProxy(QNetworkProxy::NoProxy);
};

/// Decides the way to each host by what the user set and what the environment says. One thread at a time.
class Routes {
public:
    explicit Routes(NetworkSettings settings);

    /// Errors: Stage::Input, Kind::Malformed (`url`); Stage::Connect, Kind::Refused (`plain-http`) for `http` to a host that is
    /// neither loopback nor allowed it; as TlsTrust::configurationFor() and ProxyRules::proxyFor().
    [[nodiscard]] Result<Route> to(const QUrl &url);

    [[nodiscard]] const NetworkSettings &settings() const { return m_settings; }

private:
    Result<QNetworkProxy> proxyFor(const QUrl &url);

    NetworkSettings m_settings;
    TlsTrust m_trust;
    ProxyRules m_proxyRules = ProxyRules::fromEnvironment();
    QHash<QString, QNetworkProxy> m_proxies; ///< by origin
};

} // namespace wharf::net
