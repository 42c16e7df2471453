#include "core/accounts/secret_service.h"

#include "core/async/signals.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>
#include <QMap>

namespace wharf::accounts {

namespace {

using Attributes = QMap<QString, QString>;

const QLatin1String secrets("org.freedesktop.secrets");
const QLatin1String secretsPath("/org/freedesktop/secrets");
const QLatin1String secretsService("org.freedesktop.Secret.Service");
const QLatin1String bus("org.freedesktop.DBus");

Task<QDBusMessage> call(QDBusMessage message, std::chrono::milliseconds limit)
{
    // Not on the stack: what resumes this coroutine is its own signal.
    const std::unique_ptr<QDBusPendingCallWatcher, QScopedPointerDeleteLater> watcher(
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message, static_cast<int>(limit.count()))));
    co_await qCoro(watcher.get(), &QDBusPendingCallWatcher::finished);
    co_return watcher->reply();
}

QDBusMessage toBus(const char *method, const QVariantList &arguments)
{
    QDBusMessage message = QDBusMessage::createMethodCall(bus, QStringLiteral("/org/freedesktop/DBus"), bus, QLatin1String(method));
    message.setArguments(arguments);
    return message;
}

QDBusMessage toSecrets(QString path, const QString &interface, const char *method, const QVariantList &arguments)
{
    QDBusMessage message = QDBusMessage::createMethodCall(secrets, path, interface, QLatin1String(method));
    message.setArguments(arguments);
    // Asking how it stands must not bring it to life.
    message.setAutoStartService(false);
    return message;
}

template <class T>
T argument(const QDBusMessage &reply, int index)
{
    return reply.type() == QDBusMessage::ReplyMessage && index < reply.arguments().size()
        ? qdbus_cast<T>(reply.arguments().at(index))
        : T();
}

Task<ServiceStanding> withoutOwner(std::chrono::milliseconds limit)
{
    const QDBusMessage names = co_await call(toBus("ListActivatableNames", {}), limit);
    const bool couldStart = argument<QStringList>(names, 0).contains(secrets);
    co_return couldStart ? ServiceStanding::NoAnswer : ServiceStanding::NoService;
}

} // namespace

Task<ServiceStanding> askSecretService(QString service, QString key, std::chrono::milliseconds limit)
{
    qDBusRegisterMetaType<Attributes>();
    if (!QDBusConnection::sessionBus().isConnected())
        co_return ServiceStanding::NoBus;
    const QDBusMessage owned = co_await call(toBus("NameHasOwner", { QString(secrets) }), limit);
    if (owned.type() != QDBusMessage::ReplyMessage)
        co_return ServiceStanding::NoBus;
    if (!argument<bool>(owned, 0))
        co_return co_await withoutOwner(limit);

    const Attributes attributes { { QStringLiteral("user"), key }, { QStringLiteral("server"), service } };
    const QDBusMessage found = co_await call(
        toSecrets(secretsPath, secretsService, "SearchItems", { QVariant::fromValue(attributes) }), limit);
    if (found.type() != QDBusMessage::ReplyMessage)
        co_return ServiceStanding::NoAnswer;
    if (!argument<QList<QDBusObjectPath>>(found, 1).isEmpty())
        co_return ServiceStanding::EntryLocked;

    const QDBusMessage alias = co_await call(
        toSecrets(secretsPath, secretsService, "ReadAlias", { QStringLiteral("default") }), limit);
    const QString collection = argument<QDBusObjectPath>(alias, 0).path();
    if (collection.isEmpty())
        co_return ServiceStanding::NoAnswer;
    if (collection == QLatin1String("/"))
        co_return ServiceStanding::DefaultLocked;
    const QVariantList which { QStringLiteral("org.freedesktop.Secret.Collection"), QStringLiteral("Locked") };
    const QDBusMessage locked = co_await call(
        toSecrets(collection, QStringLiteral("org.freedesktop.DBus.Properties"), "Get", which), limit);
    if (locked.type() != QDBusMessage::ReplyMessage)
        co_return ServiceStanding::NoAnswer;
    co_return argument<QDBusVariant>(locked, 0).variant().toBool() ? ServiceStanding::DefaultLocked : ServiceStanding::Ready;
}

} // namespace wharf::accounts
