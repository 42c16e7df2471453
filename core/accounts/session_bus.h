#pragma once

#include "core/accounts/secret_service_messages.h"
#include "core/async/later.h"

#include <QObject>

#include <memory>

namespace wharf::accounts {

/// A connection to the session bus for the Secret Service, whose answers come through Qt's event loop, whichever it is.
///
/// Over libdbus, which is here in a fraction of the time that Qt D-Bus or GLib's take to load. Starts no bus. Whoever waits
/// for an answer holds the bus by a shared pointer of its own. One thread only.
class SessionBus final : public QObject {
public:
    using Reply = std::shared_ptr<DBusMessage>;

    /// `DBUS_SESSION_BUS_ADDRESS`, or the socket in `XDG_RUNTIME_DIR`; empty where neither is there.
    [[nodiscard]] static QByteArray address();

    /// Only `unix:` is spoken to: `autolaunch:` would start a bus, and `unixexec:` a program.
    explicit SessionBus(const QByteArray &address);
    ~SessionBus() override;

    /// False once the bus has gone; a new one is needed then.
    [[nodiscard]] bool isOpen() const;

    /// Sends at once and waits for nothing. The answer is null where the message is or the bus has gone. It has no time limit:
    /// the bus itself answers for a service that goes away.
    [[nodiscard]] std::shared_ptr<Later<Reply>> call(const secret_service::Message &message);

    /// True once this prompt was answered, false where it was dismissed, or the service or the bus went. One prompt at a time;
    /// to be called before the prompt is asked for.
    [[nodiscard]] std::shared_ptr<Later<bool>> endOfPrompt(const QByteArray &prompt);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wharf::accounts
