#pragma once

#include <QDBusConnection>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>

#include <memory>

namespace wharf::test {

/// A D-Bus session of its own with a real gnome-keyring in it, unlocked. Ends with this object, or with the test's process.
class KeyringSession {
public:
    /// Whether the bus may start services by itself, as a desktop's does (the keyring's prompt among them).
    enum class Services { None, Installed };

    KeyringSession() = default;
    ~KeyringSession();
    KeyringSession(const KeyringSession &) = delete;
    KeyringSession &operator=(const KeyringSession &) = delete;

    /// An X server in memory, for the keyring's prompt to show itself on. Before startBus().
    [[nodiscard]] bool startDisplay();
    [[nodiscard]] bool startBus(Services services);
    [[nodiscard]] bool startKeyring();
    /// Locks every collection, as a session's screen lock may.
    [[nodiscard]] bool lock();
    void freezeKeyring();
    void killKeyring();

    /// For programs inside: the bus, a HOME and an XDG_RUNTIME_DIR, and nothing of the desktop around the test.
    [[nodiscard]] QProcessEnvironment environment() const;
    [[nodiscard]] QString home() const { return m_folder.path(); }

private:
    [[nodiscard]] QDBusMessage ask(const QString &destination, const QString &path, const QString &interface,
                                   const QString &method, const QVariantList &arguments) const;

    QTemporaryDir m_folder;
    QString m_address;
    QString m_connection;
    QString m_display;
    QProcess m_screen;
    QProcess m_bus;
    QProcess m_keyring;
};

} // namespace wharf::test
