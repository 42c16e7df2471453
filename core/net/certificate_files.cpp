#include "core/net/certificate_files.h"

#include "core/base/log.h"
#include "core/base/secret.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace wharf::net {

namespace {

// Certificates are small; whoever names a device or a disk image is told so.
constexpr qint64 limit = qint64(4) << 20;

Result<void> openFile(QFile &file)
{
    const QString path = file.fileName();
    if (!file.exists())
        return fail({ .stage = Stage::Tls, .kind = Kind::Absent, .subject = path });
    if (!QFileInfo(file).isFile() || !file.open(QIODevice::ReadOnly))
        return fail({ .stage = Stage::Tls, .kind = Kind::Denied, .subject = path });
    if (file.size() > limit)
        return fail({ .stage = Stage::Tls, .kind = Kind::TooLarge, .subject = path });
    return {};
}

Result<QByteArray> readFile(const QString &path)
{
    QFile file(path);
    if (const auto opened = openFile(file); !opened)
        return tl::unexpected(opened.error());
    return file.read(limit);
}

QSslKey parseKey(const QByteArray &pem)
{
    for (const QSsl::KeyAlgorithm algorithm : { QSsl::Ec, QSsl::Rsa, QSsl::Dsa }) {
        if (QSslKey key(pem, algorithm); !key.isNull())
            return key;
    }
    return {};
}

/// `host:port` cannot be a folder's name on Windows, so Docker leaves the colons out there.
QString folderName(QString hostAndPort)
{
#ifdef Q_OS_WIN
    hostAndPort.remove(QLatin1Char(':'));
#endif
    return hostAndPort;
}

void addFrom(const QDir &folder, HostCertificates &found)
{
    const QStringList authorities = folder.entryList({ QStringLiteral("*.crt") }, QDir::Files, QDir::Name);
    for (const QString &name : authorities)
        found.authorityFiles += folder.filePath(name);
    if (found.identity)
        return;
    const QStringList certificates = folder.entryList({ QStringLiteral("*.cert") }, QDir::Files, QDir::Name);
    for (const QString &name : certificates) {
        const QString keyName = name.chopped(5) + QStringLiteral(".key");
        if (auto identity = readIdentity(folder.filePath(name), folder.filePath(keyName))) {
            found.identity = std::move(*identity);
            return;
        } else {
            qCWarning(logNet) << "passed over" << identity.error().subject << kindName(identity.error().kind);
        }
    }
}

} // namespace

Result<void> checkCertificateFile(const QString &path)
{
    QFile file(path);
    return openFile(file);
}

Result<QList<QSslCertificate>> readCertificates(const QString &path)
{
    const auto pem = readFile(path);
    if (!pem)
        return tl::unexpected(pem.error());
    const auto certificates = QSslCertificate::fromData(*pem, QSsl::Pem);
    if (certificates.isEmpty())
        return fail({ .stage = Stage::Tls, .kind = Kind::Malformed, .subject = path });
    return certificates;
}

Result<ClientIdentity> readIdentity(const QString &certFile, const QString &keyFile)
{
    auto chain = readCertificates(certFile);
    if (!chain)
        return tl::unexpected(chain.error());
    auto pem = readFile(keyFile);
    if (!pem)
        return tl::unexpected(pem.error());
    QSslKey key = parseKey(*pem);
    wipe(*pem);
    if (key.isNull())
        return fail({ .stage = Stage::Tls, .kind = Kind::Malformed, .subject = keyFile });
    return ClientIdentity { std::move(*chain), std::move(key) };
}

HostCertificates certificatesFor(const CertificateFolders &folders, const QString &hostAndPort)
{
    HostCertificates found;
    const QString name = folderName(hostAndPort);
    // A host is part of a path here: nothing that climbs.
    if (name.isEmpty() || name.contains(QLatin1Char('/')) || name.startsWith(QLatin1Char('.')))
        return found;
    for (const QString &folder : folders.docker) {
        const QDir dir(folder + QLatin1Char('/') + name);
        if (dir.exists())
            addFrom(dir, found);
    }
    for (const QString &folder : folders.containers) {
        const QDir dir(folder + QLatin1Char('/') + name);
        if (dir.exists()) {
            addFrom(dir, found);
            break;
        }
    }
    return found;
}

} // namespace wharf::net
