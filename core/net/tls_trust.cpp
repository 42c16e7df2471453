#include "core/net/tls_trust.h"

#include "core/net/origin.h"

#include <QUrl>

namespace wharf::net {

namespace {

QString hostAndPort(const Origin &origin)
{
    return origin.toString().section(QStringLiteral("://"), 1);
}

} // namespace

TlsTrust::TlsTrust(NetworkSettings settings)
    : m_settings(std::move(settings))
{
}

Result<QSslConfiguration> TlsTrust::configurationFor(const QUrl &url)
{
    if (auto read = readExtra(); !read)
        return tl::unexpected(read.error());

    const QString key = hostAndPort(Origin::of(url));
    if (!m_identities.contains(key)) {
        auto found = read(url);
        if (!found)
            return tl::unexpected(found.error());
        m_authorities += found->authorities;
        m_identities.insert(key, std::move(found->identity));
    }

    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    // Naming authorities ends Qt's own loading on demand, so the system's must be named with them.
    if (!m_authorities.isEmpty())
        configuration.setCaCertificates(QSslConfiguration::systemCaCertificates() + m_authorities);
    if (const auto &identity = m_identities.value(key)) {
        configuration.setLocalCertificateChain(identity->chain);
        configuration.setPrivateKey(identity->key);
    }
    return configuration;
}

Result<void> TlsTrust::readExtra()
{
    if (m_extraRead)
        return {};
    QList<QSslCertificate> authorities;
    for (const QString &file : std::as_const(m_settings.extraCaFiles)) {
        auto certificates = readCertificates(file);
        if (!certificates)
            return tl::unexpected(certificates.error());
        authorities += *certificates;
    }
    m_authorities += authorities;
    m_extraRead = true;
    return {};
}

Result<HostCertificates> TlsTrust::read(const QUrl &url) const
{
    const HostSettings given = hostSettings(m_settings, url);
    HostCertificates found = certificatesFor(m_settings.certificates, hostKey(url));
    if (!given.caFile.isEmpty()) {
        auto authorities = readCertificates(given.caFile);
        if (!authorities)
            return tl::unexpected(authorities.error());
        found.authorities += *authorities;
    }
    if (!given.certFile.isEmpty()) {
        // A certificate and its key may share a file.
        auto identity = readIdentity(given.certFile, given.keyFile.isEmpty() ? given.certFile : given.keyFile);
        if (!identity)
            return tl::unexpected(identity.error());
        found.identity = std::move(*identity);
    }
    return found;
}

QString hostKey(const QUrl &url)
{
    const Origin origin = Origin::of(url);
    const int standard = origin.scheme == QLatin1String("https") ? 443 : 80;
    const QString whole = hostAndPort(origin);
    return origin.port == standard ? whole.chopped(QString::number(standard).size() + 1) : whole;
}

HostSettings hostSettings(const NetworkSettings &settings, const QUrl &url)
{
    const auto set = settings.hosts.constFind(hostKey(url));
    if (set != settings.hosts.constEnd())
        return *set;
    return settings.hosts.value(hostAndPort(Origin::of(url)));
}

} // namespace wharf::net
