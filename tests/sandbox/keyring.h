#pragma once

#include "tests/sandbox/folder.h"
#include "tests/sandbox/kept_process.h"

#include <memory>

namespace wharf::sandbox {

/// A real gnome-keyring, unlocked, on a D-Bus session bus of its own where nothing else can be started.
class Keyring {
public:
    /// `environment` has the HOME and XDG_RUNTIME_DIR that the keyring is to live in.
    [[nodiscard]] static std::unique_ptr<Keyring> start(const Folder &folder, const QProcessEnvironment &environment, QString *error);
    /// Blocks until the default collection is there and unlocked. An error sentence, or nothing.
    [[nodiscard]] QString waitUntilReady();

    /// `unix:path=…`: DBUS_SESSION_BUS_ADDRESS.
    [[nodiscard]] const QString &busAddress() const { return m_busAddress; }
    [[nodiscard]] QString password() const;

    /// Locks the default collection, as a screen lock would. False when the keyring does not answer.
    bool lock();
    /// Ends the keyring and leaves the bus: a desktop without one.
    void end();
    void letGo();

private:
    QString m_busAddress;
    std::unique_ptr<KeptProcess> m_bus;
    std::unique_ptr<KeptProcess> m_keyring;
};

} // namespace wharf::sandbox
