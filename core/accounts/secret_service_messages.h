#pragma once

#include "core/base/credential.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <dbus/dbus.h>

#include <memory>

namespace wharf::accounts::secret_service {

/// What is said to the Secret Service and what it answers, as D-Bus messages of libdbus. Says nothing by itself.
///
/// Every call is null where there was no memory for it. Every reader takes any message, null and errors too, and gives what
/// is empty where it has another form than it should. Attributes and label are those of QtKeychain's libsecret schema, so
/// that what either wrote the other finds. Source: freedesktop.org Secret Service API 0.2.

struct Release {
    void operator()(DBusMessage *message) const { dbus_message_unref(message); }
};
using Message = std::unique_ptr<DBusMessage, Release>;

/// Whether a call may bring a keyring to life.
enum class Start { No, Yes };

inline constexpr const char *serviceName = "org.freedesktop.secrets";

[[nodiscard]] Message helloCall();
/// Subscribes to the end of prompts, and to the service's own.
[[nodiscard]] Message addMatchCall(const char *rule);
[[nodiscard]] Message nameHasOwnerCall();
[[nodiscard]] Message activatableNamesCall();

/// Of the kind `plain`: secrets cross the bus as they are.
[[nodiscard]] Message openSessionCall(Start start);
[[nodiscard]] Message searchCall(const QByteArray &service, const QString &key, Start start);
[[nodiscard]] Message getSecretCall(const QByteArray &item, const QByteArray &session);
/// Puts an item into the default collection, over the one with the same attributes.
[[nodiscard]] Message createItemCall(const QByteArray &service, const QString &key, const Secret &secret, const QByteArray &session);
[[nodiscard]] Message deleteCall(const QByteArray &item);
[[nodiscard]] Message unlockCall(const QList<QByteArray> &objects);
[[nodiscard]] Message readDefaultCall();
[[nodiscard]] Message isLockedCall(const QByteArray &collection);
/// The collection that new entries go to, where there is none yet.
[[nodiscard]] Message createDefaultCall();
[[nodiscard]] Message promptCall(const QByteArray &prompt);
[[nodiscard]] Message dismissCall(const QByteArray &prompt);

[[nodiscard]] bool isAnswer(DBusMessage *reply);
/// Of an error: its name, as `org.freedesktop.DBus.Error.NoReply`.
[[nodiscard]] QByteArray errorName(DBusMessage *reply);
[[nodiscard]] QString errorText(DBusMessage *reply);

[[nodiscard]] QByteArray sessionIn(DBusMessage *reply);
struct Found {
    QList<QByteArray> unlocked;
    QList<QByteArray> locked;
};
[[nodiscard]] Found foundIn(DBusMessage *reply);
/// Null where it is empty, or no text as QtKeychain writes it. Overwrites what the message holds.
[[nodiscard]] SharedSecret takeSecret(DBusMessage *reply);
/// The last object path of an answer: of Unlock, CreateItem, CreateCollection and Delete their prompt. Empty for `/`, which
/// stands for none.
[[nodiscard]] QByteArray lastPathIn(DBusMessage *reply);
/// The first value where it is true, also within a variant.
[[nodiscard]] bool truthIn(DBusMessage *reply);
[[nodiscard]] bool namesService(DBusMessage *reply);

} // namespace wharf::accounts::secret_service
