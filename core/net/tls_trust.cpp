#include "core/net/tls_trust.h"

#include "core/base/log.h"
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
    if (!m_trusting) {
        if (auto begun = begin(); !begun)
            return tl::unexpected(begun.error());
    }

    const QString key = hostAndPort(Origin::of(url));
    if (!m_identities.contains(key)) {
        auto identity = readFor(url);
        if (!identity)
            return tl::unexpected(identity.error());
        m_identities.insert(key, std::move(*identity));
    }

    QSslConfiguration configuration = *m_trusting;
    if (const auto &identity = m_identities.value(key)) {
        configuration.setLocalCertificateChain(identity->chain);
        configuration.setPrivateKey(identity->key);
    }
    return configuration;
}

Result<void> TlsTrust::begin()
{
    m_trusting = QSslConfiguration::defaultConfiguration();
    for (const QString &file : std::as_const(m_settings.extraCaFiles)) {
        if (auto trusted = trust(file); !trusted) {
            m_trusting.reset(); // the file may be there the next time
            m_authorityFiles.clear();
            return trusted;
        }
    }
    return {};
}

Result<std::optional<ClientIdentity>> TlsTrust::readFor(const QUrl &url)
{
    const HostSettings given = hostSettings(m_settings, url);
    HostCertificates found = certificatesFor(m_settings.certificates, hostKey(url));
    for (const QString &file : std::as_const(found.authorityFiles)) {
        if (const auto trusted = trust(file); !trusted)
            qCWarning(logNet) << "passed over" << file << kindName(trusted.error().kind);
    }
    if (!given.caFile.isEmpty()) {
        if (auto trusted = trust(given.caFile); !trusted)
            return tl::unexpected(trusted.error());
    }
    if (!given.certFile.isEmpty()) {
        // A certificate and its key may share a file.
        auto identity = readIdentity(given.certFile, given.keyFile.isEmpty() ? given.certFile : given.keyFile);
        if (!identity)
            return tl::unexpected(identity.error());
        found.identity = std::move(*identity);
    }
    return std::move(found.identity);
}

Result<void> TlsTrust::trust(const QString &file)
{
    if (m_authorityFiles.contains(file))
        return {};
    if (const auto readable = checkCertificateFile(file); !readable)
        return readable;
    // By its path: authorities given as certificates end Qt's loading of the system's on demand, and to load those
    // beforehand takes a fifth of a second (Qt 6.4, Debian 12).
    if (!m_trusting->addCaCertificates(file, QSsl::Pem, QSslCertificate::PatternSyntax::FixedString))
        return fail({ .stage = Stage::Tls, .kind = Kind::Malformed, .subject = file });
    m_authorityFiles.insert(file);
    return {};
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
