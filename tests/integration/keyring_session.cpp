#include "tests/integration/keyring_session.h"

#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusReply>
#include <QDir>
#include <QFile>
#include <QTest>
#include <QUuid>

#include <csignal>
#include <sys/prctl.h>
#include <sys/stat.h>

namespace wharf::test {

namespace {

const QString secrets = QStringLiteral("org.freedesktop.secrets");
const QString secretsPath = QStringLiteral("/org/freedesktop/secrets");
const QString secretService = QStringLiteral("org.freedesktop.Secret.Service");

const char configuration[] = R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=%1</listen>
  %2
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
)";

void endWithTheTest()
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
}

void end(QProcess &process)
{
    if (process.state() == QProcess::NotRunning)
        return;
    process.kill();
    process.waitForFinished();
}

} // namespace

KeyringSession::~KeyringSession()
{
    if (!m_connection.isEmpty())
        QDBusConnection::disconnectFromBus(m_connection);
    end(m_keyring);
    end(m_bus);
    end(m_screen);
}

bool KeyringSession::startDisplay()
{
    m_screen.setChildProcessModifier(endWithTheTest);
    m_screen.start(QStringLiteral("Xvfb"), { QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-nolisten"),
                                             QStringLiteral("tcp") });
    if (!m_screen.waitForStarted() || !m_screen.waitForReadyRead())
        return false;
    m_display = QLatin1Char(':') + QString::fromLocal8Bit(m_screen.readLine()).trimmed();
    return true;
}

bool KeyringSession::startBus(Services services)
{
    const QString runtime = m_folder.filePath(QStringLiteral("run"));
    QDir().mkpath(runtime);
    ::chmod(qPrintable(runtime), 0700);
    const QString path = m_folder.filePath(QStringLiteral("bus.conf"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    const QString installed = services == Services::Installed ? QStringLiteral("<standard_session_servicedirs/>") : QString();
    file.write(QString::fromLatin1(configuration).arg(runtime, installed).toUtf8());
    file.close();

    m_bus.setProcessEnvironment(environment());
    m_bus.setChildProcessModifier(endWithTheTest);
    m_bus.setProcessChannelMode(QProcess::SeparateChannels);
    m_bus.start(QStringLiteral("dbus-daemon"),
                { QStringLiteral("--config-file=") + path, QStringLiteral("--nofork"), QStringLiteral("--print-address=1") });
    if (!m_bus.waitForStarted() || !m_bus.waitForReadyRead())
        return false;
    m_address = QString::fromLocal8Bit(m_bus.readLine()).trimmed();
    m_connection = QUuid::createUuid().toString();
    return QDBusConnection::connectToBus(m_address, m_connection).isConnected();
}

bool KeyringSession::startKeyring()
{
    m_keyring.setProcessEnvironment(environment());
    m_keyring.setChildProcessModifier(endWithTheTest);
    m_keyring.start(QStringLiteral("gnome-keyring-daemon"),
                    { QStringLiteral("--foreground"), QStringLiteral("--unlock"), QStringLiteral("--components=secrets") });
    if (!m_keyring.waitForStarted())
        return false;
    m_keyring.write("the keyring's own password");
    m_keyring.closeWriteChannel();
    return QTest::qWaitFor([this] {
        const QDBusReply<QDBusObjectPath> alias
            = ask(secrets, secretsPath, secretService, QStringLiteral("ReadAlias"), { QStringLiteral("default") });
        return alias.isValid() && alias.value().path() != QLatin1String("/");
    }, 20'000);
}

bool KeyringSession::lock()
{
    const QDBusReply<QDBusVariant> collections
        = ask(secrets, secretsPath, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"),
              { secretService, QStringLiteral("Collections") });
    const auto paths = qdbus_cast<QList<QDBusObjectPath>>(collections.value().variant());
    const QDBusMessage locked
        = ask(secrets, secretsPath, secretService, QStringLiteral("Lock"), { QVariant::fromValue(paths) });
    return !paths.isEmpty() && locked.type() == QDBusMessage::ReplyMessage;
}

void KeyringSession::freezeKeyring()
{
    ::kill(static_cast<pid_t>(m_keyring.processId()), SIGSTOP);
}

void KeyringSession::killKeyring()
{
    end(m_keyring);
}

QProcessEnvironment KeyringSession::environment() const
{
    QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
    for (const char *desktop : { "DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "KDE_FULL_SESSION",
                                 "GNOME_DESKTOP_SESSION_ID", "GNOME_KEYRING_CONTROL", "DBUS_SESSION_BUS_ADDRESS",
                                 "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "WHARFINGER_STORE" })
        all.remove(QLatin1String(desktop));
    all.insert(QStringLiteral("HOME"), m_folder.path());
    all.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_folder.filePath(QStringLiteral("run")));
    if (!m_display.isEmpty())
        all.insert(QStringLiteral("DISPLAY"), m_display);
    if (!m_address.isEmpty())
        all.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), m_address);
    return all;
}

QDBusMessage KeyringSession::ask(const QString &destination, const QString &path, const QString &interface,
                                 const QString &method, const QVariantList &arguments) const
{
    QDBusMessage message = QDBusMessage::createMethodCall(destination, path, interface, method);
    message.setArguments(arguments);
    message.setAutoStartService(false);
    return QDBusConnection(m_connection).call(message, QDBus::Block, 5'000);
}

} // namespace wharf::test
