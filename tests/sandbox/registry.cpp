#include "tests/sandbox/registry.h"

#include "tests/sandbox/readiness.h"

#include <QDeadlineTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QThread>

namespace wharf::sandbox {

namespace {

constexpr int endMilliseconds = 5000;

/// The registry reads YAML, of which JSON is a part.
QByteArray configuration(const RegistrySetup &setup, const QString &data, quint16 port)
{
    QJsonObject http { { QStringLiteral("addr"), QStringLiteral("127.0.0.1:%1").arg(port) },
                       { QStringLiteral("secret"), QString::fromLatin1(Registry::secret()) } };
    if (!setup.certificateFile.isEmpty()) {
        http.insert(QStringLiteral("tls"), QJsonObject { { QStringLiteral("certificate"), setup.certificateFile }, { QStringLiteral("key"), setup.keyFile } });
    }
    QJsonObject auth;
    if (!setup.passwordFile.isEmpty()) {
        auth.insert(QStringLiteral("htpasswd"), QJsonObject { { QStringLiteral("realm"), QStringLiteral("Sandbox") }, { QStringLiteral("path"), setup.passwordFile } });
    } else if (!setup.realm.isEmpty()) {
        auth.insert(QStringLiteral("token"), QJsonObject { { QStringLiteral("realm"), setup.realm.toString() },
                                                           { QStringLiteral("service"), QStringLiteral("container_registry") },
                                                           { QStringLiteral("issuer"), setup.issuer },
                                                           { QStringLiteral("rootcertbundle"), setup.tokenCertificateFile } });
    }
    QJsonObject all { { QStringLiteral("version"), QStringLiteral("0.1") },
                      { QStringLiteral("log"), QJsonObject { { QStringLiteral("level"), QStringLiteral("info") } } },
                      { QStringLiteral("storage"), QJsonObject { { QStringLiteral("filesystem"), QJsonObject { { QStringLiteral("rootdirectory"), data } } },
                                                                { QStringLiteral("delete"), QJsonObject { { QStringLiteral("enabled"), true } } } } },
                      { QStringLiteral("http"), http } };
    if (!auth.isEmpty())
        all.insert(QStringLiteral("auth"), auth);
    return QJsonDocument(all).toJson();
}

} // namespace

std::unique_ptr<Registry> Registry::start(const RegistrySetup &setup, const Folder &folder, const QProcessEnvironment &environment, QString *error)
{
    const auto program = findProgram(QStringLiteral("docker-registry"));
    if (!program) {
        *error = QStringLiteral("docker-registry is not installed (Debian: docker-registry).");
        return nullptr;
    }
    std::unique_ptr<Registry> registry(new Registry(setup, folder, environment, *program));
    registry->launch();
    return registry;
}

Registry::Registry(const RegistrySetup &setup, const Folder &folder, const QProcessEnvironment &environment, const QString &program)
    : m_setup(setup)
    , m_folder(folder)
    , m_environment(environment)
    , m_program(program)
{
}

void Registry::launch()
{
    m_folder.folder(m_setup.name);
    const QString data = m_folder.folder(m_setup.name + QLatin1String("/data"));
    const QString file = m_folder.write(m_setup.name + QLatin1String("/config.json"), configuration(m_setup, data, m_port));
    Launch launch { .name = m_setup.name, .program = m_program, .arguments = { QStringLiteral("serve"), file }, .environment = m_environment, .feed = {} };
    if (m_setup.diskBytes > 0) {
        // In the keeper's own mount namespace, so nobody has to unmount it.
        const QString mounted = QStringLiteral("mount -t tmpfs -o size=\"$0\" tmpfs \"$1\" && shift && exec \"$@\"");
        launch.arguments = QStringList { QStringLiteral("-c"), mounted, QString::number(m_setup.diskBytes), data, m_program } + launch.arguments;
        launch.program = QStringLiteral("/bin/sh");
        launch.asRoot = true;
    }
    m_process = std::make_unique<KeptProcess>(launch, m_folder.lockFile(), m_folder.at(m_setup.name + QLatin1String("/log")));
}

void Registry::kill()
{
    m_process->kill();
    const QDeadlineTimer limit(endMilliseconds);
    while (httpStatus(m_port, "/v2/", m_setup.ca) != 0 && !limit.hasExpired())
        QThread::msleep(1);
}

QString Registry::restart()
{
    launch();
    return waitUntilReady();
}

QString Registry::waitUntilReady()
{
    // It takes a free port itself and says which: no port can be snatched away in between.
    static const QRegularExpression listening(QStringLiteral("listening on 127\\.0\\.0\\.1:(\\d+)"));
    return sandbox::waitUntilReady(*m_process, [this] {
        const auto match = listening.match(QString::fromUtf8(m_process->log()));
        m_port = static_cast<quint16>(match.captured(1).toUInt());
        return match.hasMatch() && httpStatus(m_port, "/v2/", m_setup.ca) == (m_setup.isOpen() ? 200 : 401);
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
