#include "tests/sandbox/keyring.h"

#include "tests/sandbox/readiness.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusReply>
#include <QUuid>

namespace wharf::sandbox {

namespace {

const QString service = QStringLiteral("org.freedesktop.secrets");

/// A connection to the bus that is gone when this is. Qt remembers a name's failed attempt, so each has a name of its own.
class Bus {
public:
    explicit Bus(const QString &address)
        : m_connection(QDBusConnection::connectToBus(address, m_name))
    {
    }
    Bus(const Bus &) = delete;
    Bus &operator=(const Bus &) = delete;
    ~Bus() { QDBusConnection::disconnectFromBus(m_name); }

    QDBusMessage call(const QString &path, const QString &interface, const QString &method, const QVariantList &arguments) const
    {
        QDBusMessage message = QDBusMessage::createMethodCall(service, path, interface, method);
        message.setArguments(arguments);
        return m_connection.call(message);
    }
    [[nodiscard]] bool isConnected() const { return m_connection.isConnected(); }
    [[nodiscard]] bool hasSecrets() const { return isConnected() && m_connection.interface()->isServiceRegistered(service).value(); }
    [[nodiscard]] QDBusObjectPath defaultCollection() const
    {
        const QDBusReply<QDBusObjectPath> reply = call(QStringLiteral("/org/freedesktop/secrets"), QStringLiteral("org.freedesktop.Secret.Service"),
                                                       QStringLiteral("ReadAlias"), { QStringLiteral("default") });
        return reply.value();
    }

private:
    QString m_name = QStringLiteral("wharf-sandbox-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    QDBusConnection m_connection;
};

bool isUnlocked(const Bus &bus)
{
    const QString collection = bus.defaultCollection().path();
    if (collection.isEmpty() || collection == QLatin1String("/"))
        return false;
    const QDBusReply<QDBusVariant> locked = bus.call(collection, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"),
                                                     { QStringLiteral("org.freedesktop.Secret.Collection"), QStringLiteral("Locked") });
    return locked.isValid() && !locked.value().variant().toBool();
}

} // namespace

std::unique_ptr<Keyring> Keyring::start(const Folder &folder, const QProcessEnvironment &environment, QString *error)
{
    const auto busProgram = findProgram(QStringLiteral("dbus-daemon"));
    const auto keyringProgram = findProgram(QStringLiteral("gnome-keyring-daemon"));
    if (!busProgram || !keyringProgram) {
        *error = QStringLiteral("dbus-daemon or gnome-keyring-daemon is not installed (Debian: dbus, gnome-keyring).");
        return nullptr;
    }
    const QString at = folder.folder(QStringLiteral("keyring"));
    auto keyring = std::make_unique<Keyring>();
    keyring->m_busAddress = QStringLiteral("unix:path=%1/bus").arg(at);
    const QString configuration = folder.write(QStringLiteral("keyring/bus.conf"),
                                               QStringLiteral("<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\"\n"
                                                              " \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
                                                              "<busconfig><type>session</type><listen>%1</listen><auth>EXTERNAL</auth>\n"
                                                              "<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\n"
                                                              "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>\n")
                                                   .arg(keyring->m_busAddress)
                                                   .toUtf8());
    keyring->m_bus = std::make_unique<KeptProcess>(
        Launch { .name = QStringLiteral("dbus-daemon"),
                 .program = *busProgram,
                 .arguments = { QStringLiteral("--nofork"), QStringLiteral("--nopidfile"), QStringLiteral("--config-file=") + configuration },
                 .environment = environment,
                 .feed = {} },
        folder.lockFile(), at + QLatin1String("/bus.log"));
    *error = sandbox::waitUntilReady(*keyring->m_bus, [&] { return Bus(keyring->m_busAddress).isConnected(); });
    if (!error->isEmpty())
        return nullptr;
    QProcessEnvironment onBus = environment;
    onBus.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), keyring->m_busAddress);
    keyring->m_keyring = std::make_unique<KeptProcess>(
        Launch { .name = QStringLiteral("gnome-keyring-daemon"),
                 .program = *keyringProgram,
                 .arguments = { QStringLiteral("--foreground"), QStringLiteral("--unlock"), QStringLiteral("--components=secrets"),
                                QStringLiteral("--control-directory=") + folder.folder(QStringLiteral("keyring/control")) },
                 .environment = onBus,
                 .feed = keyring->password().toUtf8() },
        folder.lockFile(), at + QLatin1String("/log"));
    return keyring;
}

QString Keyring::password() const
{
    return QStringLiteral("sandbox keyring");
}

QString Keyring::waitUntilReady()
{
    return sandbox::waitUntilReady(*m_keyring, [this] {
        const Bus bus(m_busAddress);
        return bus.hasSecrets() && isUnlocked(bus);
    });
}

bool Keyring::lock()
{
    const Bus bus(m_busAddress);
    const QDBusMessage reply = bus.call(QStringLiteral("/org/freedesktop/secrets"), QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("Lock"),
                                        { QVariant::fromValue(QList<QDBusObjectPath> { bus.defaultCollection() }) });
    return reply.type() == QDBusMessage::ReplyMessage && !isUnlocked(bus);
}

void Keyring::end()
{
    m_keyring->letGo();
    m_keyring->wait();
}

void Keyring::letGo()
{
    m_keyring->letGo();
    m_bus->letGo();
}

} // namespace wharf::sandbox
