#include "tests/sandbox/folder.h"

#include "tests/sandbox/sweeper.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace wharf::sandbox {

namespace {

constexpr auto onlyMine = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
// sun_path has 108 bytes, and our deepest socket takes some thirty of them.
constexpr qsizetype longestPath = 70;

bool isEmpty(const QString &path)
{
    return QDir(path).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

} // namespace

std::optional<Folder> Folder::make(const QString &path, QString *error, bool forRoot)
{
    Folder folder;
    if (path.isEmpty()) {
        QTemporaryDir temporary(QDir::tempPath() + QLatin1String("/wharf-sandbox-XXXXXX"));
        temporary.setAutoRemove(false);
        folder.m_path = temporary.path();
    } else {
        folder.m_path = QDir::cleanPath(QDir(path).absolutePath());
    }
    if (folder.m_path.toLocal8Bit().size() > longestPath) {
        *error = QStringLiteral("%1 is too long a path: the sockets below it would not fit.").arg(folder.m_path);
        return std::nullopt;
    }
    if (isHeld(folder.lockFile())) {
        *error = QStringLiteral("A sandbox runs in %1 already: stop it first.").arg(folder.m_path);
        return std::nullopt;
    }
    if (!isEmpty(folder.m_path) && QFile::exists(folder.lockFile()) && QFile::exists(folder.at(QStringLiteral("home"))))
        QDir(folder.m_path).removeRecursively();
    if (!QDir().mkpath(folder.m_path) || !isEmpty(folder.m_path)) {
        *error = QStringLiteral("%1 must be an empty folder, or none yet.").arg(folder.m_path);
        return std::nullopt;
    }
    QFile::setPermissions(folder.m_path, onlyMine | QFileDevice::ExeOwner);
    folder.write(QStringLiteral("lock"), {});
    folder.folder(QStringLiteral("home"));
    folder.m_sweeper = std::make_shared<Sweeper>(folder.m_path, folder.lockFile(), forRoot);
    return folder;
}

QString Folder::folder(const QString &name) const
{
    const QString path = at(name);
    QDir().mkpath(path);
    QFile::setPermissions(path, onlyMine | QFileDevice::ExeOwner);
    return path;
}

QString Folder::write(const QString &name, const QByteArray &content) const
{
    QFile file(at(name));
    if (file.open(QIODevice::WriteOnly | QIODevice::Truncate)) {
        file.setPermissions(onlyMine);
        file.write(content);
    }
    return file.fileName();
}

bool isHeld(const QString &lockFile)
{
    const int file = ::open(QFile::encodeName(lockFile).constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool held = ::flock(file, LOCK_EX | LOCK_NB) != 0;
    ::close(file);
    return held;
}

} // namespace wharf::sandbox
