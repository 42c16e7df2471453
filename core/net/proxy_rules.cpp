#include "core/net/proxy_rules.h"

#include "core/net/origin.h"

#include <QNetworkProxyFactory>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace wharf::net {

namespace {

QString firstOf(const ProxyRules::Environment &environment, const char *upper, const char *lower)
{
    const QString value = environment(upper).trimmed();
    return value.isEmpty() ? environment(lower).trimmed() : value;
}

/// Cuts `host:port`, `[::1]:port`, `host`, `::1`. The port is 0 where none was written, -1 where it is no port.
std::pair<QString, int> cutPort(const QString &entry)
{
    if (entry.startsWith(QLatin1Char('['))) {
        const qsizetype end = entry.indexOf(QLatin1Char(']'));
        if (end < 0)
            return { entry, -1 };
        const QString host = entry.sliced(1, end - 1);
        const QString rest = entry.sliced(end + 1);
        if (rest.isEmpty())
            return { host, 0 };
        bool number = false;
        const int port = rest.sliced(1).toUShort(&number);
        return { host, rest.startsWith(QLatin1Char(':')) && number ? port : -1 };
    }
    if (entry.count(QLatin1Char(':')) != 1)
        return { entry, 0 };
    const qsizetype colon = entry.indexOf(QLatin1Char(':'));
    bool number = false;
    const int port = entry.sliced(colon + 1).toUShort(&number);
    return { entry.left(colon), number ? port : -1 };
}

Result<QNetworkProxy> parseProxy(const QString &text, const QString &variable)
{
    const auto malformed = [&variable] {
        return fail({ .stage = Stage::Proxy, .kind = Kind::Malformed, .subject = variable });
    };
    const QUrl url(text.contains(QLatin1String("://")) ? text : QStringLiteral("http://") + text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return malformed();

    QNetworkProxy proxy;
    int standardPort = 80;
    if (url.scheme() == QLatin1String("http")) {
        proxy.setType(QNetworkProxy::HttpProxy);
    } else if (url.scheme() == QLatin1String("socks5") || url.scheme() == QLatin1String("socks5h")) {
        proxy.setType(QNetworkProxy::Socks5Proxy);
        standardPort = 1080;
    } else {
        return malformed();
    }
    proxy.setHostName(url.host());
    proxy.setPort(static_cast<quint16>(url.port(standardPort)));
    proxy.setUser(url.userName(QUrl::FullyDecoded));
    proxy.setPassword(url.password(QUrl::FullyDecoded));
    return proxy;
}

} // namespace

ProxyRules::ProxyRules(const Environment &environment)
    : m_httpProxy(firstOf(environment, "HTTP_PROXY", "http_proxy"))
    , m_httpsProxy(firstOf(environment, "HTTPS_PROXY", "https_proxy"))
{
    const QStringList entries = firstOf(environment, "NO_PROXY", "no_proxy").split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString &entry : entries)
        addException(entry.trimmed().toLower());
}

ProxyRules ProxyRules::fromEnvironment()
{
    return ProxyRules([](const char *name) { return qEnvironmentVariable(name); });
}

void ProxyRules::addException(const QString &entry)
{
    if (entry == QLatin1String("*")) {
        m_never = true;
        return;
    }
    if (const auto [address, prefix] = QHostAddress::parseSubnet(entry); entry.contains(QLatin1Char('/'))) {
        if (prefix >= 0)
            m_subnets.append({ address, prefix });
        return;
    }
    const auto [host, port] = cutPort(entry);
    if (host.isEmpty() || port < 0)
        return;
    if (!QHostAddress(host).isNull()) {
        m_addresses.append({ host, port, true });
        return;
    }
    // "*.example.com" and ".example.com" leave example.com itself out; "example.com" does not.
    if (host.startsWith(QLatin1String("*.")))
        m_domains.append({ host.sliced(1), port, false });
    else if (host.startsWith(QLatin1Char('.')))
        m_domains.append({ host, port, false });
    else
        m_domains.append({ QLatin1Char('.') + host, port, true });
}

bool ProxyRules::goesDirect(const QUrl &url) const
{
    const Origin origin = Origin::of(url);
    if (m_never || isLoopback(origin.host))
        return true;

    const auto portFits = [&origin](const Name &name) { return name.port == 0 || name.port == origin.port; };
    const QHostAddress address(origin.host);
    if (!address.isNull()) {
        return std::any_of(m_subnets.begin(), m_subnets.end(),
                           [&address](const Subnet &net) { return address.isInSubnet(net.address, net.prefix); })
            || std::any_of(m_addresses.begin(), m_addresses.end(), [&](const Name &name) {
                   return portFits(name) && address.isEqual(QHostAddress(name.host), QHostAddress::ConvertV4MappedToIPv4);
               });
    }
    return std::any_of(m_domains.begin(), m_domains.end(), [&](const Name &name) {
        return portFits(name)
            && (origin.host.endsWith(name.host) || (name.itself && origin.host == QStringView(name.host).sliced(1)));
    });
}

Result<QNetworkProxy> ProxyRules::proxyFor(const QUrl &url) const
{
    if (goesDirect(url))
        return QNetworkProxy(QNetworkProxy::NoProxy);
    const bool https = url.scheme() == QLatin1String("https");
    if (const QString &named = https ? m_httpsProxy : m_httpProxy; !named.isEmpty())
        return parseProxy(named, https ? QStringLiteral("HTTPS_PROXY") : QStringLiteral("HTTP_PROXY"));

    const QList<QNetworkProxy> system = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url));
    return system.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : system.first();
}

} // namespace wharf::net
