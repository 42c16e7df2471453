#include "core/diagnosis/probes/way.h"

#include "core/base/secret.h"
#include "core/diagnosis/probes/http_head.h"
#include "core/net/authorization_header.h"
#include "core/net/exchange.h"
#include "core/net/origin.h"
#include "core/net/proxy_rules.h"
#include "core/registry/challenge.h"

namespace wharf::diagnosis {

namespace {

constexpr qsizetype headLimit = 64 * 1024;

QString nameOfSetting(const QUrl &url)
{
    const bool https = url.scheme() == QLatin1String("https");
    for (const char *name : { https ? "HTTPS_PROXY" : "HTTP_PROXY", https ? "https_proxy" : "http_proxy" }) {
        if (!qEnvironmentVariable(name).trimmed().isEmpty())
            return QString::fromLatin1(name);
    }
    return QStringLiteral("system");
}

QByteArray connectRequest(const QUrl &url, const QNetworkProxy &proxy, const QByteArray &userAgent)
{
    const QByteArray target = authority(url);
    QByteArray request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\nUser-Agent: " + userAgent + "\r\n";
    if (!proxy.user().isEmpty())
        request += "Proxy-Authorization: " + net::basicValue(proxy.user(), proxy.password().toUtf8()) + "\r\n";
    return request + "\r\n";
}

/// Some say back what they were told.
QString withoutPassword(const QString &said, const QNetworkProxy &proxy)
{
    const net::Authorization sent { net::Authorization::Scheme::Basic, proxy.user(), std::make_shared<const Secret>(proxy.password().toUtf8()) };
    return QString::fromUtf8(net::withoutSecret(said.toUtf8(), sent));
}

QStringList schemesOf(const QByteArray &proxyAuthenticate)
{
    QStringList schemes;
    const auto challenges = registry::parseChallenges(proxyAuthenticate);
    for (const registry::Challenge &challenge : challenges) {
        if (!schemes.contains(challenge.scheme))
            schemes << challenge.scheme;
    }
    return schemes;
}

} // namespace

int portOf(const QUrl &url)
{
    return net::Origin::of(url).port;
}

QByteArray authority(const QUrl &url)
{
    return net::Origin::of(url).toString().section(QStringLiteral("://"), 1).toLatin1();
}

ProxyChoice chooseProxy(const QUrl &url)
{
    const auto proxy = net::ProxyRules::fromEnvironment().proxyFor(url);
    ProxyChoice choice;
    if (!proxy) {
        choice.from = nameOfSetting(url);
        choice.malformed = true;
    } else if (proxy->type() != QNetworkProxy::NoProxy && !proxy->hostName().isEmpty()) {
        choice.from = nameOfSetting(url);
        choice.proxy = *proxy;
    }
    return choice;
}

Task<Opening> openWay(std::shared_ptr<Wire> wire, ProxyChoice choice, QUrl url, QString address, QByteArray userAgent)
{
    Opening opening;
    if (choice.malformed)
        co_return opening;
    if (choice.isHttp())
        wire->connectTo(choice.proxy.hostName(), choice.proxy.port());
    else
        wire->connectTo(address.isEmpty() || choice.isSocks() ? url.host() : address, portOf(url), choice.proxy);
    while (!wire->connected() && !wire->over())
        co_await wire->moved();
    if (!wire->connected() || wire->over())
        co_return opening;
    if (!choice.isHttp() || url.scheme() == QLatin1String("http")) {
        opening.open = true;
        co_return opening;
    }

    QByteArray request = connectRequest(url, choice.proxy, userAgent);
    wire->send(request);
    wipe(request);
    QByteArray bytes;
    for (;;) {
        bytes += wire->take();
        if (const auto head = readHttpHead(bytes)) {
            opening.proxyStatus = head->status;
            opening.said = withoutPassword(head->reason, choice.proxy);
            opening.schemes = schemesOf(head->header("Proxy-Authenticate"));
            opening.open = head->status / 100 == 2;
            wire->putBack(bytes.mid(head->size));
            co_return opening;
        }
        if (wire->over() || !looksLikeHttp(bytes) || bytes.size() > headLimit)
            co_return opening;
        co_await wire->moved();
    }
}

} // namespace wharf::diagnosis
