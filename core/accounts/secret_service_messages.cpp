#include "core/accounts/secret_service_messages.h"

#include <algorithm>

namespace wharf::accounts::secret_service {

namespace {

constexpr const char *secretsPath = "/org/freedesktop/secrets";
constexpr const char *defaultCollection = "/org/freedesktop/secrets/aliases/default";
constexpr const char *serviceInterface = "org.freedesktop.Secret.Service";
constexpr const char *collectionInterface = "org.freedesktop.Secret.Collection";
constexpr const char *itemInterface = "org.freedesktop.Secret.Item";
constexpr const char *promptInterface = "org.freedesktop.Secret.Prompt";

Message methodCall(const char *path, const char *interface, const char *method, Start start = Start::No)
{
    Message message(dbus_message_new_method_call(serviceName, path, interface, method));
    if (message)
        dbus_message_set_auto_start(message.get(), start == Start::Yes);
    return message;
}

Message busCall(const char *method)
{
    return Message(dbus_message_new_method_call(DBUS_SERVICE_DBUS, DBUS_PATH_DBUS, DBUS_INTERFACE_DBUS, method));
}

/// Writes a call's arguments one after the other; once there is no memory, nothing more.
class Writer {
public:
    explicit Writer(Message message)
        : m_message(std::move(message))
        , m_whole(m_message != nullptr)
    {
        if (m_whole)
            dbus_message_iter_init_append(m_message.get(), &m_at);
    }

    Writer &text(const char *value, int type = DBUS_TYPE_STRING)
    {
        m_whole = m_whole && dbus_message_iter_append_basic(&m_at, type, &value);
        return *this;
    }
    Writer &path(const QByteArray &value) { return text(value.constData(), DBUS_TYPE_OBJECT_PATH); }
    Writer &truth(bool value)
    {
        const dbus_bool_t whole = value;
        m_whole = m_whole && dbus_message_iter_append_basic(&m_at, DBUS_TYPE_BOOLEAN, &whole);
        return *this;
    }
    Writer &bytes(QByteArrayView value)
    {
        const char *data = value.data();
        return inside(DBUS_TYPE_ARRAY, DBUS_TYPE_BYTE_AS_STRING, [&](Writer &array) {
            array.m_whole = array.m_whole
                && dbus_message_iter_append_fixed_array(&array.m_at, DBUS_TYPE_BYTE, &data, static_cast<int>(value.size()));
        });
    }
    template <class Fill>
    Writer &inside(int container, const char *signature, Fill &&fill)
    {
        DBusMessageIter outer = m_at;
        if (!m_whole || !dbus_message_iter_open_container(&outer, container, signature, &m_at)) {
            m_whole = false;
            return *this;
        }
        fill(*this);
        DBusMessageIter inner = m_at;
        m_whole = dbus_message_iter_close_container(&outer, &inner) && m_whole;
        m_at = outer;
        return *this;
    }
    Writer &pair(const char *name, const char *value)
    {
        return inside(DBUS_TYPE_DICT_ENTRY, nullptr, [&](Writer &entry) { entry.text(name).text(value); });
    }
    Writer &labelled(const char *name, const char *label)
    {
        return inside(DBUS_TYPE_DICT_ENTRY, nullptr, [&](Writer &entry) {
            entry.text(name).inside(DBUS_TYPE_VARIANT, "s", [&](Writer &value) { value.text(label); });
        });
    }

    [[nodiscard]] Message take() { return m_whole ? std::move(m_message) : Message(); }

private:
    Message m_message;
    DBusMessageIter m_at {};
    bool m_whole;
};

bool hasForm(DBusMessage *reply, const char *signature)
{
    return isAnswer(reply) && dbus_message_has_signature(reply, signature);
}

QByteArray pathAt(DBusMessageIter *at)
{
    const char *path = nullptr;
    dbus_message_iter_get_basic(at, &path);
    return path;
}

QList<QByteArray> pathsAt(DBusMessageIter *at)
{
    DBusMessageIter list;
    QList<QByteArray> paths;
    for (dbus_message_iter_recurse(at, &list); dbus_message_iter_get_arg_type(&list) == DBUS_TYPE_OBJECT_PATH;
         dbus_message_iter_next(&list))
        paths.append(pathAt(&list));
    return paths;
}

} // namespace

Message helloCall()
{
    return busCall("Hello");
}

Message addMatchCall(const char *rule)
{
    return Writer(busCall("AddMatch")).text(rule).take();
}

Message nameHasOwnerCall()
{
    return Writer(busCall("NameHasOwner")).text(serviceName).take();
}

Message activatableNamesCall()
{
    return busCall("ListActivatableNames");
}

Message openSessionCall(Start start)
{
    return Writer(methodCall(secretsPath, serviceInterface, "OpenSession", start))
        .text("plain")
        .inside(DBUS_TYPE_VARIANT, "s", [](Writer &input) { input.text(""); })
        .take();
}

Message searchCall(const QByteArray &service, const QString &key, Start start)
{
    return Writer(methodCall(secretsPath, serviceInterface, "SearchItems", start))
        .inside(DBUS_TYPE_ARRAY, "{ss}", [&](Writer &attributes) {
            attributes.pair("user", key.toUtf8().constData()).pair("server", service.constData());
        })
        .take();
}

Message getSecretCall(const QByteArray &item, const QByteArray &session)
{
    return Writer(methodCall(item.constData(), itemInterface, "GetSecret")).path(session).take();
}

Message createItemCall(const QByteArray &service, const QString &key, const Secret &secret, const QByteArray &session)
{
    const auto attributes = [&](Writer &list) {
        list.pair("user", key.toUtf8().constData())
            .pair("server", service.constData())
            .pair("type", "plaintext")
            .pair("xdg:schema", "org.qt.keychain");
    };
    const auto properties = [&](Writer &list) {
        list.labelled("org.freedesktop.Secret.Item.Label", service.constData());
        list.inside(DBUS_TYPE_DICT_ENTRY, nullptr, [&](Writer &entry) {
            entry.text("org.freedesktop.Secret.Item.Attributes").inside(DBUS_TYPE_VARIANT, "a{ss}", [&](Writer &value) {
                value.inside(DBUS_TYPE_ARRAY, "{ss}", attributes);
            });
        });
    };
    return Writer(methodCall(defaultCollection, collectionInterface, "CreateItem", Start::Yes))
        .inside(DBUS_TYPE_ARRAY, "{sv}", properties)
        .inside(DBUS_TYPE_STRUCT, nullptr, [&](Writer &value) {
            value.path(session).bytes({});
            secret.reveal([&](QByteArrayView bytes) { value.bytes(bytes); });
            value.text("text/plain");
        })
        .truth(true)
        .take();
}

Message deleteCall(const QByteArray &item)
{
    return methodCall(item.constData(), itemInterface, "Delete");
}

Message unlockCall(const QList<QByteArray> &objects)
{
    return Writer(methodCall(secretsPath, serviceInterface, "Unlock"))
        .inside(DBUS_TYPE_ARRAY, "o", [&](Writer &list) {
            for (const QByteArray &object : objects)
                list.path(object);
        })
        .take();
}

Message readDefaultCall()
{
    return Writer(methodCall(secretsPath, serviceInterface, "ReadAlias")).text("default").take();
}

Message isLockedCall(const QByteArray &collection)
{
    return Writer(methodCall(collection.constData(), DBUS_INTERFACE_PROPERTIES, "Get")).text(collectionInterface).text("Locked").take();
}

Message createDefaultCall()
{
    return Writer(methodCall(secretsPath, serviceInterface, "CreateCollection"))
        .inside(DBUS_TYPE_ARRAY, "{sv}", [](Writer &list) {
            list.labelled("org.freedesktop.Secret.Collection.Label", "Default keyring");
        })
        .text("default")
        .take();
}

Message promptCall(const QByteArray &prompt)
{
    return Writer(methodCall(prompt.constData(), promptInterface, "Prompt")).text("").take(); // of no window
}

Message dismissCall(const QByteArray &prompt)
{
    return methodCall(prompt.constData(), promptInterface, "Dismiss");
}

bool isAnswer(DBusMessage *reply)
{
    return reply && dbus_message_get_type(reply) == DBUS_MESSAGE_TYPE_METHOD_RETURN;
}

QByteArray errorName(DBusMessage *reply)
{
    return reply ? QByteArray(dbus_message_get_error_name(reply)) : QByteArray();
}

QString errorText(DBusMessage *reply)
{
    const char *text = nullptr;
    if (reply)
        dbus_message_get_args(reply, nullptr, DBUS_TYPE_STRING, &text, DBUS_TYPE_INVALID);
    return QString::fromUtf8(text);
}

QByteArray sessionIn(DBusMessage *reply)
{
    return hasForm(reply, "vo") ? lastPathIn(reply) : QByteArray();
}

Found foundIn(DBusMessage *reply)
{
    if (!hasForm(reply, "aoao"))
        return {};
    DBusMessageIter at;
    dbus_message_iter_init(reply, &at);
    Found found;
    found.unlocked = pathsAt(&at);
    dbus_message_iter_next(&at);
    found.locked = pathsAt(&at);
    return found;
}

SharedSecret takeSecret(DBusMessage *reply)
{
    if (!hasForm(reply, "(oayays)"))
        return {};
    DBusMessageIter at;
    DBusMessageIter field;
    DBusMessageIter array;
    dbus_message_iter_init(reply, &at);
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

QByteArray lastPathIn(DBusMessage *reply)
{
    DBusMessageIter at;
    if (!isAnswer(reply) || !dbus_message_iter_init(reply, &at))
        return {};
    while (dbus_message_iter_has_next(&at))
        dbus_message_iter_next(&at);
    if (dbus_message_iter_get_arg_type(&at) != DBUS_TYPE_OBJECT_PATH)
        return {};
    const QByteArray path = pathAt(&at);
    return path == "/" ? QByteArray() : path;
}

bool truthIn(DBusMessage *reply)
{
    DBusMessageIter at;
    if (!isAnswer(reply) || !dbus_message_iter_init(reply, &at))
        return false;
    if (DBusMessageIter inner; dbus_message_iter_get_arg_type(&at) == DBUS_TYPE_VARIANT) {
        dbus_message_iter_recurse(&at, &inner);
        at = inner;
    }
    if (dbus_message_iter_get_arg_type(&at) != DBUS_TYPE_BOOLEAN)
        return false;
    dbus_bool_t truth = FALSE;
    dbus_message_iter_get_basic(&at, &truth);
    return truth;
}

bool namesService(DBusMessage *reply)
{
    if (!hasForm(reply, "as"))
        return false;
    DBusMessageIter at;
    DBusMessageIter list;
    dbus_message_iter_init(reply, &at);
    for (dbus_message_iter_recurse(&at, &list); dbus_message_iter_get_arg_type(&list) == DBUS_TYPE_STRING;
         dbus_message_iter_next(&list)) {
        if (pathAt(&list) == serviceName)
            return true;
    }
    return false;
}

} // namespace wharf::accounts::secret_service
