#include "core/net/route.h"

#include "core/net/origin.h"

namespace wharf::net {

Routes::Routes(NetworkSettings settings)
    : m_settings(std::move(settings))
    , m_trust(m_settings)
{
}

Result<Route> Routes::to(const QUrl &url)
{
    const bool https = url.scheme() == QLatin1String("https");
    if (!url.isValid() || url.host().isEmpty() || (!https && url.scheme() != QLatin1String("http")))
        return fail({ .stage = Stage::Input, .kind = Kind::Malformed, .subject = QStringLiteral("url") });
    if (!https && !isLoopback(url.host()) && !m_settings.plainHttpEverywhere && !hostSettings(m_settings, url).plainHttp)
        return fail({ .stage = Stage::Connect, .kind = Kind::Refused, .subject = QStringLiteral("plain-http"), .host = hostKey(url) });

    Route route;
    if (https) {
        auto configuration = m_trust.configurationFor(url);
        if (!configuration)
            return tl::unexpected(configuration.error());
        route.tls = std::move(*configuration);
    }
    auto proxy = proxyFor(url);
    if (!proxy)
        return tl::unexpected(proxy.error());
    route.proxy = std::move(*proxy);
    return route;
}

Result<QNetworkProxy> Routes::proxyFor(const QUrl &url)
{
    const QString origin = Origin::of(url).toString();
    if (const auto known = m_proxies.constFind(origin); known != m_proxies.constEnd())
        return *known;
    auto chosen = m_proxyRules.proxyFor(url);
    if (chosen)
        m_proxies.insert(origin, *chosen);
    return chosen;
}

} // namespace wharf::net
