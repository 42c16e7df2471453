#include "tests/sandbox/registry.h"

#include "tests/sandbox/readiness.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace wharf::sandbox {

namespace {

/// The registry reads YAML, of which JSON is a part.
QByteArray configuration(const RegistrySetup &setup, const QString &data)
{
    QJsonObject http { { QStringLiteral("addr"), QStringLiteral("127.0.0.1:0") }, { QStringLiteral("secret"), QStringLiteral("sandbox") } };
    if (!setup.certificateFile.isEmpty()) {
        http.insert(QStringLiteral("tls"), QJsonObject { { QStringLiteral("certificate"), setup.certificateFile }, { QStringLiteral("key"), setup.keyFile } });
    }
    QJsonObject auth;
    if (!setup.passwordFile.isEmpty()) {
        auth.insert(QStringLiteral("htpasswd"), QJsonObject { { QStringLiteral("realm"), QStringLiteral("Sandbox") }, { QStringLiteral("path"), setup.passwordFile } });
    } else {
        auth.insert(QStringLiteral("token"), QJsonObject { { QStringLiteral("realm"), setup.realm.toString() },
                                                           { QStringLiteral("service"), QStringLiteral("container_registry") },
                                                           { QStringLiteral("issuer"), setup.issuer },
                                                           { QStringLiteral("rootcertbundle"), setup.tokenCertificateFile } });
    }
    return QJsonDocument(QJsonObject { { QStringLiteral("version"), QStringLiteral("0.1") },
                                       { QStringLiteral("log"), QJsonObject { { QStringLiteral("level"), QStringLiteral("info") } } },
                                       { QStringLiteral("storage"), QJsonObject { { QStringLiteral("filesystem"), QJsonObject { { QStringLiteral("rootdirectory"), data } } },
                                                                                 { QStringLiteral("delete"), QJsonObject { { QStringLiteral("enabled"), true } } } } },
                                       { QStringLiteral("http"), http },
                                       { QStringLiteral("auth"), auth } })
        .toJson();
}

} // namespace

std::unique_ptr<Registry> Registry::start(const RegistrySetup &setup, const Folder &folder, const QProcessEnvironment &environment, QString *error)
{
    const auto program = findProgram(QStringLiteral("docker-registry"));
    if (!program) {
        *error = QStringLiteral("docker-registry is not installed (Debian: docker-registry).");
        return nullptr;
    }
    folder.folder(setup.name);
    const QString file = folder.write(setup.name + QLatin1String("/config.json"), configuration(setup, folder.folder(setup.name + QLatin1String("/data"))));
    auto registry = std::make_unique<Registry>();
    registry->m_setup = setup;
    registry->m_process = std::make_unique<KeptProcess>(
        Launch { .name = setup.name, .program = *program, .arguments = { QStringLiteral("serve"), file }, .environment = environment, .feed = {} },
        folder.lockFile(), folder.at(setup.name + QLatin1String("/log")));
    return registry;
}

QString Registry::waitUntilReady()
{
    // It takes a free port itself and says which: no port can be snatched away in between.
    static const QRegularExpression listening(QStringLiteral("listening on 127\\.0\\.0\\.1:(\\d+)"));
    return sandbox::waitUntilReady(*m_process, [this] {
        const auto match = listening.match(QString::fromUtf8(m_process->log()));
        m_port = static_cast<quint16>(match.captured(1).toUInt());
        return match.hasMatch() && httpStatus(m_port, "/v2/", m_setup.ca) == 401;
    });
}

QString makePasswordFile(const Folder &folder, const QString &userName, const QString &password, QString *error)
{
    const auto program = findProgram(QStringLiteral("htpasswd"));
    if (!program) {
        *error = QStringLiteral("htpasswd is not installed (Debian: apache2-utils).");
        return {};
    }
    QProcess htpasswd;
    htpasswd.start(*program, { QStringLiteral("-n"), QStringLiteral("-i"), QStringLiteral("-B"), userName });
    htpasswd.write(password.toUtf8());
    htpasswd.closeWriteChannel();
    htpasswd.waitForFinished();
    return folder.write(QStringLiteral("htpasswd"), htpasswd.readAllStandardOutput().trimmed() + '\n');
}

} // namespace wharf::sandbox
