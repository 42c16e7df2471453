#include "core/net/host_settings.h"

#include <QDir>
#include <QStandardPaths>

namespace wharf::net {

CertificateFolders CertificateFolders::ofThisMachine()
{
    CertificateFolders folders;
#ifdef Q_OS_WIN
    const QString programData = qEnvironmentVariable("ProgramData", QStringLiteral("C:/ProgramData"));
    folders.docker << QDir::fromNativeSeparators(programData) + QStringLiteral("/docker/certs.d");
    folders.containers << QDir::homePath() + QStringLiteral("/.config/containers/certs.d");
#else
    QString config = qEnvironmentVariable("XDG_CONFIG_HOME");
    if (!QDir::isAbsolutePath(config))
        config = QDir::homePath() + QStringLiteral("/.config");
    folders.docker << config + QStringLiteral("/docker/certs.d") << QStringLiteral("/etc/docker/certs.d");
    // containers-certs.d(5) names the folder under HOME and not XDG_CONFIG_HOME.
    folders.containers << QDir::homePath() + QStringLiteral("/.config/containers/certs.d")
                       << QStringLiteral("/etc/containers/certs.d");
#endif
    return folders;
}

} // namespace wharf::net
