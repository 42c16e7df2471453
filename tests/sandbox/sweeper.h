#pragma once

#include <QProcess>
#include <QString>

namespace wharf::sandbox {

/// Takes a folder away when this object goes, or when this process is killed; but not before everybody has let go of the lock.
class Sweeper {
public:
    /// `asRoot`: daemons that run as root write below the folder.
    Sweeper(const QString &folder, const QString &lockFile, bool asRoot);
    Sweeper(const Sweeper &) = delete;
    Sweeper &operator=(const Sweeper &) = delete;
    /// Blocks until the folder is gone.
    ~Sweeper();

private:
    QProcess m_process;
};

} // namespace wharf::sandbox
