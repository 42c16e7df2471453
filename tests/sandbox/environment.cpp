#include "tests/sandbox/environment.h"

#include <QSslConfiguration>
#include <QSslCertificate>

namespace wharf::sandbox {

QMap<QString, QString> folderVariables(const Folder &folder)
{
    const QString home = folder.at(QStringLiteral("home"));
    return {
        { QStringLiteral("WHARF_SANDBOX"), folder.path() },
        { QStringLiteral("HOME"), home },
        { QStringLiteral("XDG_RUNTIME_DIR"), folder.at(QStringLiteral("run")) },
        { QStringLiteral("XDG_CONFIG_HOME"), home + QLatin1String("/.config") },
        { QStringLiteral("XDG_DATA_HOME"), home + QLatin1String("/.local/share") },
        { QStringLiteral("XDG_STATE_HOME"), home + QLatin1String("/.local/state") },
        { QStringLiteral("XDG_CACHE_HOME"), home + QLatin1String("/.cache") },
        { QStringLiteral("DOCKER_CONFIG"), home + QLatin1String("/.docker") },
        { QStringLiteral("CONTAINERS_CONF"), folder.at(QStringLiteral("containers.conf")) },
        { QStringLiteral("CONTAINERS_STORAGE_CONF"), folder.at(QStringLiteral("storage.conf")) },
        { QStringLiteral("SSL_CERT_FILE"), folder.at(QStringLiteral("ca-bundle.crt")) },
        { QStringLiteral("CURL_CA_BUNDLE"), folder.at(QStringLiteral("ca-bundle.crt")) },
        { QStringLiteral("NO_PROXY"), QStringLiteral("localhost,127.0.0.1,::1") },
        { QStringLiteral("no_proxy"), QStringLiteral("localhost,127.0.0.1,::1") },
    };
}

QProcessEnvironment daemonEnvironment(const Folder &folder)
{
    QProcessEnvironment environment;
    // Daemons call tools (runc, iptables, mount) that a person's PATH does not have.
    environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH") + QLatin1String(":/usr/local/sbin:/usr/sbin:/sbin"));
    const QMap<QString, QString> variables = folderVariables(folder);
    for (auto variable = variables.cbegin(); variable != variables.cend(); ++variable)
        environment.insert(variable.key(), variable.value());
    return environment;
}

void writeClientFiles(const Folder &folder, const QByteArray &ca)
{
    folder.folder(QStringLiteral("run"));
    folder.folder(QStringLiteral("podman"));
    const QString podman = folder.at(QStringLiteral("podman"));
    // vfs needs nothing of the kernel; locks as files keep clear of the machine's own podman in /dev/shm.
    folder.write(QStringLiteral("storage.conf"), QStringLiteral("[storage]\ndriver = \"vfs\"\ngraphroot = \"%1/root\"\nrunroot = \"%1/run\"\n").arg(podman).toUtf8());
    folder.write(QStringLiteral("containers.conf"),
                 QStringLiteral("[engine]\ncgroup_manager = \"cgroupfs\"\nevents_logger = \"file\"\nlock_type = \"file\"\n"
                                "static_dir = \"%1/libpod\"\ntmp_dir = \"%1/tmp\"\nvolume_path = \"%1/volumes\"\n"
                                "[network]\nnetwork_config_dir = \"%1/networks\"\n")
                     .arg(podman)
                     .toUtf8());
    folder.folder(QStringLiteral("home/.config/containers"));
    folder.write(QStringLiteral("home/.config/containers/policy.json"), "{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}\n");
    writePlainRegistries(folder, {});
    QByteArray bundle = ca;
    for (const QSslCertificate &certificate : QSslConfiguration::systemCaCertificates())
        bundle += certificate.toPem();
    folder.write(QStringLiteral("ca-bundle.crt"), bundle);
}

void writePlainRegistries(const Folder &folder, const QStringList &hosts)
{
    QString text = QStringLiteral("short-name-mode = \"disabled\"\n");
    for (const QString &host : hosts)
        text += QStringLiteral("[[registry]]\nlocation = \"%1\"\ninsecure = true\n").arg(host);
    // Not named by a variable: skopeo 1.9 knows none, and both look into the home.
    folder.write(QStringLiteral("home/.config/containers/registries.conf"), text.toUtf8());
}

} // namespace wharf::sandbox
