#include "core/accounts/secret_service_reader.h"

#include "core/accounts/keychain_backend.h"
#include "core/accounts/secret_chunks.h"
#include "core/accounts/store_limits.h"

#include <QByteArray>
#include <QDeadlineTimer>
#include <QStringList>

#include <dbus/dbus.h>

#include <vector>

namespace wharf::accounts {

namespace {

constexpr const char *secrets = "org.freedesktop.secrets";
constexpr const char *secretsPath = "/org/freedesktop/secrets";
constexpr const char *secretsService = "org.freedesktop.Secret.Service";
constexpr const char *secretItem = "org.freedesktop.Secret.Item";

struct Release {
    void operator()(DBusMessage *message) const { dbus_message_unref(message); }
    void operator()(DBusPendingCall *call) const { dbus_pending_call_unref(call); }
    void operator()(DBusConnection *connection) const
    {
        dbus_connection_close(connection);
        dbus_connection_unref(connection);
    }
};
using Message = std::unique_ptr<DBusMessage, Release>;
using Call = std::unique_ptr<DBusPendingCall, Release>;
using Connection = std::unique_ptr<DBusConnection, Release>;

Message methodCall(const char *path, const char *interface, const char *method)
{
    Message message(dbus_message_new_method_call(secrets, path, interface, method));
    if (message)
        dbus_message_set_auto_start(message.get(), FALSE); // who reads must not bring a keyring to life
    return message;
}

Message helloCall()
{
    return Message(dbus_message_new_method_call(DBUS_SERVICE_DBUS, DBUS_PATH_DBUS, DBUS_INTERFACE_DBUS, "Hello"));
}

Message openSessionCall()
{
    Message message = methodCall(secretsPath, secretsService, "OpenSession");
    DBusMessageIter at;
    DBusMessageIter inside;
    const char *plain = "plain";
    const char *nothing = "";
    if (!message)
        return {};
    dbus_message_iter_init_append(message.get(), &at);
    const bool whole = dbus_message_iter_append_basic(&at, DBUS_TYPE_STRING, &plain)
        && dbus_message_iter_open_container(&at, DBUS_TYPE_VARIANT, "s", &inside)
        && dbus_message_iter_append_basic(&inside, DBUS_TYPE_STRING, &nothing)
        && dbus_message_iter_close_container(&at, &inside);
    return whole ? std::move(message) : Message();
}

bool appendPair(DBusMessageIter &list, const char *name, const char *value)
{
    DBusMessageIter pair;
    return dbus_message_iter_open_container(&list, DBUS_TYPE_DICT_ENTRY, nullptr, &pair)
        && dbus_message_iter_append_basic(&pair, DBUS_TYPE_STRING, &name)
        && dbus_message_iter_append_basic(&pair, DBUS_TYPE_STRING, &value)
        && dbus_message_iter_close_container(&list, &pair);
}

Message searchCall(const QString &key)
{
    Message message = methodCall(secretsPath, secretsService, "SearchItems");
    if (!message)
        return {};
    DBusMessageIter at;
    DBusMessageIter list;
    dbus_message_iter_init_append(message.get(), &at);
    const bool whole = dbus_message_iter_open_container(&at, DBUS_TYPE_ARRAY, "{ss}", &list)
        && appendPair(list, "user", key.toUtf8().constData())
        && appendPair(list, "server", keychainService.data())
        && dbus_message_iter_close_container(&at, &list);
    return whole ? std::move(message) : Message();
}

Message getSecretCall(const QByteArray &item, const QByteArray &session)
{
    Message message = methodCall(item.constData(), secretItem, "GetSecret");
    const char *path = session.constData();
    if (!message || !dbus_message_append_args(message.get(), DBUS_TYPE_OBJECT_PATH, &path, DBUS_TYPE_INVALID))
        return {};
    return message;
}

bool hasForm(const Message &reply, const char *signature)
{
    return reply && dbus_message_get_type(reply.get()) == DBUS_MESSAGE_TYPE_METHOD_RETURN
        && dbus_message_has_signature(reply.get(), signature);
}

/// Empty where there is none.
QByteArray sessionIn(const Message &reply)
{
    if (!hasForm(reply, "vo"))
        return {};
    DBusMessageIter at;
    const char *path = nullptr;
    dbus_message_iter_init(reply.get(), &at);
    dbus_message_iter_next(&at);
    dbus_message_iter_get_basic(&at, &path);
    return path;
}

/// Empty where not exactly one unlocked item was found: libsecret has its own order among several.
QByteArray onlyItemIn(const Message &reply)
{
    if (!hasForm(reply, "aoao"))
        return {};
    DBusMessageIter at;
    DBusMessageIter list;
    dbus_message_iter_init(reply.get(), &at);
    dbus_message_iter_recurse(&at, &list);
    if (dbus_message_iter_get_arg_type(&list) != DBUS_TYPE_OBJECT_PATH)
        return {};
    const char *path = nullptr;
    dbus_message_iter_get_basic(&list, &path);
    return dbus_message_iter_next(&list) ? QByteArray() : QByteArray(path);
}

/// Null where it is empty, or no text as QtKeychain writes it. Overwrites what the message holds.
SharedSecret takeSecret(const Message &reply)
{
    if (!hasForm(reply, "(oayays)"))
        return {};
    DBusMessageIter at;
    DBusMessageIter field;
    DBusMessageIter array;
    dbus_message_iter_init(reply.get(), &at);
    dbus_message_iter_recurse(&at, &field);
    dbus_message_iter_next(&field);
    dbus_message_iter_next(&field);
    dbus_message_iter_recurse(&field, &array);
    char *bytes = nullptr; // the message's own, and ours alone by now
    int size = 0;
    dbus_message_iter_get_fixed_array(&array, &bytes, &size);
    const char *type = nullptr;
    dbus_message_iter_next(&field);
    dbus_message_iter_get_basic(&field, &type);

    SharedSecret secret;
    const QByteArrayView value(bytes, size);
    if (!value.isEmpty() && !value.contains('\0') && value.isValidUtf8() && QByteArrayView(type).startsWith("text/plain"))
        secret = std::make_shared<const Secret>(value);
    if (size > 0)
        wipe(bytes, static_cast<std::size_t>(size));
    return secret;
}

Failure obstacle(Kind kind = Kind::Offline)
{
    return storeFailure(kind, QStringLiteral("quick"));
}

} // namespace

/// The connection to the bus, and the session with the service.
class SecretServiceReader::Line {
public:
    Line(QByteArray address, std::chrono::milliseconds limit)
        : m_address(std::move(address))
        , m_deadline(limit)
    {
    }

    /// The values under these keys, all of them or none. Two waits, however many there are: one for the items (and, the first
    /// time, the connection and the session, which are asked for in one go), one for the secrets.
    QList<SharedSecret> read(const QStringList &keys)
    {
        Call hello;
        Call opening;
        if (!m_connection) {
            if (!connect())
                return {};
            hello = send(helloCall());
            opening = send(openSessionCall());
        }
        std::vector<Call> calls;
        for (const QString &key : keys)
            calls.push_back(send(searchCall(key)));
        if (opening)
            m_session = sessionIn(wait(opening));
        if (m_session.isEmpty())
            return {};

        for (Call &call : calls) {
            const QByteArray item = onlyItemIn(wait(call));
            if (item.isEmpty())
                return {};
            call = send(getSecretCall(item, m_session));
        }
        QList<SharedSecret> values;
        for (const Call &call : calls) {
            values.append(takeSecret(wait(call)));
            if (!values.last())
                return {};
        }
        return values;
    }

private:
    bool connect()
    {
        // One plain socket: "autolaunch:" starts a bus, "unixexec:" a program.
        if (!m_address.startsWith("unix:") || m_address.contains(';'))
            return false;
        m_connection.reset(dbus_connection_open_private(m_address.constData(), nullptr));
        return m_connection != nullptr;
    }

    Call send(const Message &message)
    {
        DBusPendingCall *call = nullptr;
        const int left = static_cast<int>(m_deadline.remainingTime());
        if (message && left > 0)
            dbus_connection_send_with_reply(m_connection.get(), message.get(), &call, left);
        return Call(call);
    }

    static Message wait(const Call &call)
    {
        if (!call)
            return {};
        dbus_pending_call_block(call.get()); // until its own limit
        return Message(dbus_pending_call_steal_reply(call.get()));
    }

    QByteArray m_address;
    QDeadlineTimer m_deadline;
    Connection m_connection;
    QByteArray m_session;
};

SecretServiceReader::SecretServiceReader(QByteArray address, std::chrono::milliseconds limit)
    : m_line(std::make_unique<Line>(std::move(address), limit))
{
}

SecretServiceReader::~SecretServiceReader() = default;

QString SecretServiceReader::name() const
{
    return QStringLiteral("Secret Service");
}

Task<Result<SharedSecret>> SecretServiceReader::read(QString key)
{
    const QList<SharedSecret> values = m_line->read({ key });
    if (values.isEmpty())
        co_return fail(obstacle());
    const auto header = chunkHeaderOf(*values.first());
    if (!header)
        co_return fail(header.error());
    if (!*header)
        co_return values.first();
    QStringList keys;
    for (int number = 1; number <= (*header)->count; ++number)
        keys.append(chunkKey(key, (*header)->set, number));
    const QList<SharedSecret> pieces = m_line->read(keys);
    if (pieces.isEmpty())
        co_return fail(obstacle());
    co_return joinSecret(**header, pieces);
}

Task<Result<void>> SecretServiceReader::write(QString, SharedSecret)
{
    co_return fail(obstacle(Kind::Denied));
}

Task<Result<void>> SecretServiceReader::remove(QString)
{
    co_return fail(obstacle(Kind::Denied));
}

} // namespace wharf::accounts
