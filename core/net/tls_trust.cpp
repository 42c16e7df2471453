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
        m_authorityFiles += found->authorityFiles;
        m_identities.insert(key, std::move(found->identity));
    }

    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    // By their paths: authorities given as certificates end Qt's loading of the system's on demand, and to load those
    // beforehand takes a fifth of a second (Qt 6.4, Debian 12).
    for (const QString &file : std::as_const(m_authorityFiles))
        configuration.addCaCertificates(file, QSsl::Pem, QSslCertificate::PatternSyntax::FixedString);
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
    for (const QString &file : std::as_const(m_settings.extraCaFiles)) {
        if (auto certificates = readCertificates(file); !certificates)
            return tl::unexpected(certificates.error());
    }
    m_authorityFiles += m_settings.extraCaFiles;
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
        found.authorityFiles += given.caFile;
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
