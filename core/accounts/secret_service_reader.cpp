#include "core/accounts/secret_service_reader.h"

#include "core/accounts/keychain_backend.h"
#include "core/accounts/secret_chunks.h"
#include "core/accounts/secret_service_messages.h"
#include "core/accounts/store_limits.h"

#include <QByteArray>
#include <QDeadlineTimer>
#include <QStringList>

#include <vector>

namespace wharf::accounts {

namespace {

using namespace secret_service;

struct ReleaseBus {
    void operator()(DBusPendingCall *call) const { dbus_pending_call_unref(call); }
    void operator()(DBusConnection *connection) const
    {
        dbus_connection_close(connection);
        dbus_connection_unref(connection);
    }
};
using Call = std::unique_ptr<DBusPendingCall, ReleaseBus>;
using Connection = std::unique_ptr<DBusConnection, ReleaseBus>;

/// Empty where not exactly one unlocked item was found: libsecret has its own order among several.
QByteArray onlyItemIn(const Message &reply)
{
    const Found found = foundIn(reply.get());
    return found.unlocked.size() == 1 ? found.unlocked.first() : QByteArray();
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
            opening = send(openSessionCall(Start::No));
        }
        std::vector<Call> calls;
        for (const QString &key : keys)
            calls.push_back(send(searchCall(keychainService.data(), key, Start::No)));
        if (opening)
            m_session = sessionIn(wait(opening).get());
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
            values.append(takeSecret(wait(call).get()));
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
