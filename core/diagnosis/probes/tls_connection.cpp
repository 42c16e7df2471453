#include "core/diagnosis/probes/tls_connection.h"

#include "core/net/tls_trust.h"

#include <QHostAddress>

namespace wharf::diagnosis {

namespace {

std::optional<net::ClientIdentity> identityFor(const QUrl &url, const net::NetworkSettings &settings)
{
    const net::HostSettings given = net::hostSettings(settings, url);
    if (given.certFile.isEmpty())
        return net::certificatesFor(settings.certificates, net::hostKey(url)).identity;
    // A certificate and its key may share a file.
    auto identity = net::readIdentity(given.certFile, given.keyFile.isEmpty() ? given.certFile : given.keyFile);
    return identity ? std::optional(std::move(*identity)) : std::nullopt;
}

} // namespace

TlsManner mannerFor(const QUrl &url, const net::NetworkSettings &settings)
{
    TlsManner manner;
    QString name = url.host(QUrl::FullyEncoded);
    if (name.endsWith(QLatin1Char('.')))
        name.chop(1);
    if (QHostAddress(name).isNull())
        manner.serverName = name;
    manner.identity = identityFor(url, settings);
    return manner;
}

Task<std::shared_ptr<TlsTalk>> talkTls(std::shared_ptr<Wire> wire, QUrl url, QString address, TlsManner manner, QByteArray userAgent)
{
    const Opening opening = co_await openWay(wire, chooseProxy(url), url, address, userAgent);
    if (!opening.open)
        co_return std::shared_ptr<TlsTalk>();
    const auto talk = std::make_shared<TlsTalk>(wire, std::move(manner));
    co_await shakeHands(talk);
    co_return talk;
}

} // namespace wharf::diagnosis
