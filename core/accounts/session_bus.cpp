#include "core/accounts/session_bus.h"

#include <QFile>
#include <QSocketNotifier>

#include <algorithm>
#include <climits>

namespace wharf::accounts {

namespace {

struct Close {
    void operator()(DBusConnection *connection) const
    {
        dbus_connection_close(connection);
        dbus_connection_unref(connection);
    }
};

struct Forget {
    void operator()(DBusPendingCall *call) const { dbus_pending_call_unref(call); }
};

constexpr const char *promptRule = "type='signal',interface='org.freedesktop.Secret.Prompt',member='Completed'";
constexpr const char *ownerRule = "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='org.freedesktop.secrets'";

} // namespace

// libdbus calls from within its own dispatching: nothing is resumed there, all goes through the event loop first.
struct SessionBus::Private {
    explicit Private(SessionBus *bus)
        : q(bus)
    {
    }

    void open(const QByteArray &address);
    void promptEnded(bool answered);

    static dbus_bool_t addWatch(DBusWatch *watch, void *self);
    static void removeWatch(DBusWatch *watch, void *self);
    static void toggleWatch(DBusWatch *watch, void *self);
    static void statusChanged(DBusConnection *connection, DBusDispatchStatus status, void *self);
    static void answered(DBusPendingCall *call, void *later);
    static DBusHandlerResult heard(DBusConnection *connection, DBusMessage *message, void *self);

    SessionBus *q;
    std::unique_ptr<DBusConnection, Close> connection;
    std::shared_ptr<Later<bool>> prompt;
    QByteArray promptPath;
    bool listens = false;
};

void SessionBus::Private::open(const QByteArray &address)
{
    const QList<QByteArray> places = address.split(';');
    if (!std::all_of(places.begin(), places.end(), [](const QByteArray &place) { return place.startsWith("unix:"); }))
        return;
    connection.reset(dbus_connection_open_private(address.constData(), nullptr));
    if (!connection)
        return;
    const bool wired = dbus_connection_set_watch_functions(connection.get(), addWatch, removeWatch, toggleWatch, this, nullptr)
        && dbus_connection_add_filter(connection.get(), heard, this, nullptr);
    dbus_connection_set_dispatch_status_function(connection.get(), statusChanged, this, nullptr);
    if (!wired)
        connection.reset();
}

dbus_bool_t SessionBus::Private::addWatch(DBusWatch *watch, void *data)
{
    auto *self = static_cast<Private *>(data);
    const bool reads = dbus_watch_get_flags(watch) & DBUS_WATCH_READABLE;
    auto *notifier = new QSocketNotifier(dbus_watch_get_unix_fd(watch),
                                         reads ? QSocketNotifier::Read : QSocketNotifier::Write, self->q);
    notifier->setEnabled(dbus_watch_get_enabled(watch));
    connect(notifier, &QSocketNotifier::activated, self->q, [watch, reads] {
        dbus_watch_handle(watch, reads ? DBUS_WATCH_READABLE : DBUS_WATCH_WRITABLE);
    });
    dbus_watch_set_data(watch, notifier, nullptr);
    return TRUE;
}

void SessionBus::Private::removeWatch(DBusWatch *watch, void *)
{
    auto *notifier = static_cast<QSocketNotifier *>(dbus_watch_get_data(watch));
    dbus_watch_set_data(watch, nullptr, nullptr);
    notifier->setEnabled(false);
    notifier->disconnect();
    notifier->deleteLater(); // its own signal may be what led here
}

void SessionBus::Private::toggleWatch(DBusWatch *watch, void *)
{
    static_cast<QSocketNotifier *>(dbus_watch_get_data(watch))->setEnabled(dbus_watch_get_enabled(watch));
}

void SessionBus::Private::statusChanged(DBusConnection *, DBusDispatchStatus status, void *data)
{
    auto *self = static_cast<Private *>(data);
    if (status != DBUS_DISPATCH_DATA_REMAINS)
        return;
    const auto dispatch = [self] {
        while (dbus_connection_dispatch(self->connection.get()) == DBUS_DISPATCH_DATA_REMAINS) { }
    };
    QMetaObject::invokeMethod(self->q, dispatch, Qt::QueuedConnection);
}

void SessionBus::Private::answered(DBusPendingCall *call, void *data)
{
    const auto &[bus, later] = *static_cast<std::pair<SessionBus *, std::shared_ptr<Later<Reply>>> *>(data);
    const Reply reply(dbus_pending_call_steal_reply(call), secret_service::Release());
    QMetaObject::invokeMethod(bus, [later = later, reply] { later->set(reply); }, Qt::QueuedConnection);
}

DBusHandlerResult SessionBus::Private::heard(DBusConnection *, DBusMessage *message, void *data)
{
    auto *self = static_cast<Private *>(data);
    if (dbus_message_is_signal(message, "org.freedesktop.Secret.Prompt", "Completed")) {
        if (dbus_message_has_path(message, self->promptPath.constData())) {
            dbus_bool_t dismissed = TRUE;
            dbus_message_get_args(message, nullptr, DBUS_TYPE_BOOLEAN, &dismissed, DBUS_TYPE_INVALID);
            self->promptEnded(!dismissed);
        }
    } else if (dbus_message_is_signal(message, DBUS_INTERFACE_DBUS, "NameOwnerChanged")
               || dbus_message_is_signal(message, DBUS_INTERFACE_LOCAL, "Disconnected")) {
        self->promptEnded(false);
    }
    return DBUS_HANDLER_RESULT_NOT_YET_HANDLED;
}

void SessionBus::Private::promptEnded(bool wasAnswered)
{
    promptPath.clear();
    if (const auto waiting = std::exchange(prompt, nullptr))
        QMetaObject::invokeMethod(q, [waiting, wasAnswered] { waiting->set(wasAnswered); }, Qt::QueuedConnection);
}

QByteArray SessionBus::address()
{
    if (const QByteArray named = qgetenv("DBUS_SESSION_BUS_ADDRESS"); !named.isEmpty())
        return named;
    const QByteArray socket = qgetenv("XDG_RUNTIME_DIR") + "/bus";
    return QFile::exists(QFile::decodeName(socket)) ? "unix:path=" + socket : QByteArray();
}

SessionBus::SessionBus(const QByteArray &address)
    : d(std::make_unique<Private>(this))
{
    d->open(address);
    if (d->connection)
        static_cast<void>(call(secret_service::helloCall()));
}

SessionBus::~SessionBus() = default;

bool SessionBus::isOpen() const
{
    return d->connection && dbus_connection_get_is_connected(d->connection.get());
}

std::shared_ptr<Later<SessionBus::Reply>> SessionBus::call(const secret_service::Message &message)
{
    using Waiting = std::pair<SessionBus *, std::shared_ptr<Later<Reply>>>;
    auto later = std::make_shared<Later<Reply>>();
    DBusPendingCall *made = nullptr;
    if (isOpen() && message)
        dbus_connection_send_with_reply(d->connection.get(), message.get(), &made, INT_MAX);
    const std::unique_ptr<DBusPendingCall, Forget> pending(made);
    auto waiting = std::make_unique<Waiting>(this, later);
    const auto release = [](void *data) { delete static_cast<Waiting *>(data); };
    if (pending && dbus_pending_call_set_notify(pending.get(), Private::answered, waiting.get(), release))
        static_cast<void>(waiting.release()); // libdbus deletes it
    else
        later->set(nullptr);
    return later;
}

std::shared_ptr<Later<bool>> SessionBus::endOfPrompt(const QByteArray &prompt)
{
    if (!d->listens) {
        d->listens = true;
        for (const char *rule : { promptRule, ownerRule })
            static_cast<void>(call(secret_service::addMatchCall(rule)));
    }
    d->promptEnded(false);
    d->promptPath = prompt;
    d->prompt = std::make_shared<Later<bool>>();
    return d->prompt;
}

} // namespace wharf::accounts
