#pragma once

#include <QString>

#include <memory>
#include <optional>

namespace wharf::sandbox {

class Sweeper;

/// The sandbox's own folder. Everything is below it, and all of it goes with the last copy of this value, or when this process
/// is killed: as soon as nobody holds the lock any more.
class Folder {
public:
    /// Makes the folder, 0700: a new one below the temporary files when `path` is empty. A folder that exists must be empty,
    /// or be what a sandbox left that is dead: that is cleared away. Otherwise says why not in `error`.
    /// `forRoot`: daemons that run as root will write into it.
    [[nodiscard]] static std::optional<Folder> make(const QString &path, QString *error, bool forRoot = false);

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] QString at(const QString &name) const { return m_path + QLatin1Char('/') + name; }
    /// Held by whatever still runs.
    [[nodiscard]] QString lockFile() const { return at(QStringLiteral("lock")); }
    [[nodiscard]] QString stateFile() const { return at(QStringLiteral("sandbox.json")); }
    [[nodiscard]] QString environmentFile() const { return at(QStringLiteral("env.sh")); }

    /// A folder below, made with 0700.
    QString folder(const QString &name) const;
    /// Writes a file below, 0600.
    QString write(const QString &name, const QByteArray &content) const;

private:
    QString m_path;
    std::shared_ptr<Sweeper> m_sweeper;
};

/// True while anything of the sandbox in this folder lives.
[[nodiscard]] bool isHeld(const QString &lockFile);

} // namespace wharf::sandbox
