#pragma once

#include "tests/sandbox/folder.h"
#include "tests/sandbox/kept_process.h"

#include <QUrl>

#include <memory>

namespace wharf::sandbox {

/// How one docker-registry is set up. A file that is empty is not used.
struct RegistrySetup {
    QString name;            ///< `registry`, `registry-plain`, `registry-basic`: its folder
    QString certificateFile; ///< TLS
    QString keyFile;
    QByteArray ca;           ///< PEM; what the readiness check trusts
    QUrl realm;              ///< of a token registry
    QString issuer;
    QString tokenCertificateFile;
    QString passwordFile;    ///< htpasswd, of a Basic registry
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

private:
    RegistrySetup m_setup;
    std::unique_ptr<KeptProcess> m_process;
    quint16 m_port = 0;
};

/// An htpasswd file with one user, bcrypt. Empty, with `error` set, when htpasswd is missing.
[[nodiscard]] QString makePasswordFile(const Folder &folder, const QString &userName, const QString &password, QString *error);

} // namespace wharf::sandbox
