#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QString>

namespace wharf::gallery {

class Stage;

/// Debian's docker-registry among the servers. The members become its configuration; anything else goes through `more`.
struct Registry {
    QString name = QStringLiteral("registry");
    QString listen = QStringLiteral("127.0.0.1:5000");
    QString realm;         ///< token authentication; empty: none, or by `passwordFile`
    QString service = QStringLiteral("container_registry");
    QString issuer = QStringLiteral("omnibus-gitlab-issuer");
    QString tokenCertificate = QStringLiteral("/run/gallery/gitlab/token.pem");
    QString passwordFile;  ///< htpasswd
    QString data;          ///< storage folder; empty: `NAME/data` in the scene's folder
    QString secret = QStringLiteral("gallery");
    QJsonObject more;      ///< laid over the configuration, member by member

    /// Throws Broken.
    QProcess &start(Stage &stage) const;
    [[nodiscard]] QString dataFolder(const Stage &stage) const;
};

/// Puts a small image under `repository:tag` into a registry's storage, as a push would have left it there.
void seedImage(Stage &stage, const QString &dataFolder, const QString &repository, const QString &tag);

/// An htpasswd file as `htpasswd -B` makes it; `kind`: `-m` for Apache's MD5, which docker-registry cannot check.
[[nodiscard]] QString passwordFile(Stage &stage, const QString &userName, const QByteArray &password, const QString &kind = QStringLiteral("-B"));

} // namespace wharf::gallery
