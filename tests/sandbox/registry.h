#pragma once

#include "tests/sandbox/folder.h"
#include "tests/sandbox/kept_process.h"

#include <QUrl>

#include <memory>

namespace wharf::sandbox {

/// How one docker-registry is set up. A file that is empty is not used; without a realm and without passwords it is open to all.
struct RegistrySetup {
    QString name;            ///< `registry`, `registry-plain`, `registry-basic`: its folder
    QString certificateFile; ///< TLS
    QString keyFile;
    QByteArray ca;           ///< PEM; what the readiness check trusts
    QUrl realm;              ///< of a token registry
    QString issuer;
    QString tokenCertificateFile;
    QString passwordFile;    ///< htpasswd, of a Basic registry
    qint64 diskBytes = 0;    ///< a disk of its own of this size, in memory, which goes with the process; needs root. 0: the folder's

    [[nodiscard]] bool isOpen() const { return realm.isEmpty() && passwordFile.isEmpty(); }
};

/// Debian's docker-registry on a free port of 127.0.0.1.
class Registry {
public:
    [[nodiscard]] static std::unique_ptr<Registry> start(const RegistrySetup &setup, const Folder &folder, const QProcessEnvironment &environment, QString *error);
    /// Blocks until it answers. An error sentence, or nothing.
    [[nodiscard]] QString waitUntilReady();

    /// `localhost:40123`, as it stands in image names.
    [[nodiscard]] QString host() const { return QStringLiteral("localhost:%1").arg(m_port); }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] KeptProcess &process() { return *m_process; }
    /// `http.secret`, under which it signs the state of uploads.
    [[nodiscard]] static QByteArray secret() { return "sandbox"; }
    /// Where its blobs and uploads lie.
    [[nodiscard]] QString storage() const { return m_folder.at(m_setup.name + QLatin1String("/data")); }

    /// As a machine that loses its power. Blocks until the port refuses.
    void kill();
    /// Starts it again on the same port and storage. Blocks until it answers. An error sentence, or nothing.
    [[nodiscard]] QString restart();

private:
    Registry(const RegistrySetup &setup, const Folder &folder, const QProcessEnvironment &environment, const QString &program);
    void launch();

    RegistrySetup m_setup;
    Folder m_folder;
    QProcessEnvironment m_environment;
    QString m_program;
    std::unique_ptr<KeptProcess> m_process;
    quint16 m_port = 0;
};

/// An htpasswd file with one user, bcrypt. Empty, with `error` set, when htpasswd is missing.
[[nodiscard]] QString makePasswordFile(const Folder &folder, const QString &userName, const QString &password, QString *error);

} // namespace wharf::sandbox
