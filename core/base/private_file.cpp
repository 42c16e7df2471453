#include "core/base/private_file.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <chrono>
#include <filesystem>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

namespace wharf {

namespace {

constexpr std::chrono::milliseconds lockPatience { 5000 };
constexpr QFileDevice::Permissions forOwner = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

QString followLinks(const QString &path)
{
    QFileInfo info(path);
    // Linux gives up after 40 links too (path_resolution(7)).
    for (int links = 0; info.isSymLink() && links < 40; ++links)
        info.setFile(info.symLinkTarget());
    return info.absoluteFilePath();
}

/// The part of a path that is a link to nothing or round in a circle: the path itself, or a folder above it. Empty where none is.
QString brokenLink(const QString &path)
{
    for (QFileInfo info(path); !info.exists() && !info.isRoot(); info.setFile(info.absolutePath())) {
        if (info.isSymLink())
            return info.absoluteFilePath();
    }
    return {};
}

bool makeFolder(const QString &path)
{
    const QFileInfo folder(path);
    if (folder.isDir())
        return true;
    if (!QDir().mkpath(folder.absolutePath()))
        return false;
    // Somebody else may have made it in between: that is as good.
    return QDir().mkdir(path, forOwner | QFileDevice::ExeOwner) || QFileInfo(path).isDir();
}

bool flushToDisk(QFile &file)
{
    if (!file.flush())
        return false;
#ifdef Q_OS_WIN
    return ::_commit(file.handle()) == 0;
#else
    return ::fsync(file.handle()) == 0;
#endif
}

/// Overwrites what is at `to`, which QFile::rename() refuses to.
bool renameOver(const QString &from, const QString &to)
{
    std::error_code error;
    std::filesystem::rename(QFileInfo(from).filesystemFilePath(), QFileInfo(to).filesystemFilePath(), error);
    return !error;
}

QString freeAsideName(const QString &path)
{
    const QString base = path + QLatin1String(".damaged-")
        + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmsszzz'Z'"));
    QString name = base;
    for (int n = 2; QFileInfo::exists(name); ++n)
        name = base + QLatin1Char('-') + QString::number(n);
    return name;
}

} // namespace

PrivateFile::PrivateFile(QString path, Stage stage, qint64 limit)
    : m_path(std::move(path))
    , m_target(followLinks(m_path))
    , m_stage(stage)
    , m_limit(limit)
{
}

Failure PrivateFile::failure(Kind kind) const
{
    return { .stage = m_stage, .kind = kind, .serverSaid = {}, .subject = m_path };
}

Failure PrivateFile::leadsNowhere(const QString &link) const
{
    Failure found = failure(Kind::Invalid);
    found.serverSaid = QStringLiteral("%1 -> %2").arg(link, followLinks(link));
    return found;
}

Result<std::optional<QByteArray>> PrivateFile::read() const
{
    QFile file(m_target);
    if (!file.open(QIODevice::ReadOnly)) {
        if (const QString link = brokenLink(m_path); !link.isEmpty())
            return fail(leadsNowhere(link));
        // A folder that may not be searched hides the file: that is no proof of its absence.
        const QFileInfo folder(QFileInfo(m_target).absolutePath());
        const bool hidden = folder.isDir() && !folder.isExecutable();
        if (hidden || file.exists())
            return fail(failure(Kind::Denied));
        return std::nullopt;
    }
    if (file.size() > m_limit)
        return fail(failure(Kind::TooLarge));
    // The size of a file that is no plain file says nothing.
    QByteArray bytes = file.read(m_limit + 1);
    if (bytes.size() > m_limit)
        return fail(failure(Kind::TooLarge));
    if (file.error() != QFileDevice::NoError)
        return fail(failure(Kind::Denied));
    return bytes;
}

Result<PrivateFile::Lock> PrivateFile::lock() const
{
    if (const QString link = brokenLink(m_path); !link.isEmpty())
        return fail(leadsNowhere(link));
    if (!makeFolder(QFileInfo(m_target).absolutePath()))
        return fail(failure(whyNotWritable()));
    auto taken = ProcessLock::take(m_target + QLatin1String(".lock"), lockPatience);
    if (!taken)
        return fail(failure(taken.error().kind));
    return Lock(std::move(*taken));
}

Result<void> PrivateFile::replace(const Lock &, QByteArrayView bytes, Old old) const
{
    if (bytes.size() > m_limit)
        return fail(failure(Kind::TooLarge));
    // One name is enough, as only the holder of the lock writes: what a killed process left here is written over.
    const QString fresh = m_target + QLatin1String(".new");
    QFile::remove(fresh);
    QFile file(fresh);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, forOwner))
        return fail(failure(whyNotWritable()));
    if (file.write(bytes.data(), bytes.size()) != bytes.size() || !flushToDisk(file)) {
        file.close();
        file.remove();
        // A file that opened and cannot be written is out of space or over its quota.
        return fail(failure(Kind::Full));
    }
    file.close();
    if (old == Old::SetAside)
        QFile::rename(m_target, freeAsideName(m_target));
    if (!renameOver(fresh, m_target)) {
        const Kind kind = whyNotWritable();
        QFile::remove(fresh);
        return fail(failure(kind));
    }
    return {};
}

Kind PrivateFile::whyNotWritable() const
{
    const QString folder = QFileInfo(m_target).absolutePath();
    const QStorageInfo storage(folder);
    // Less than a block: not even an empty file's entry finds room.
    constexpr qint64 block = 4096;
    if (storage.isValid() && !storage.isReadOnly() && storage.bytesAvailable() < block)
        return Kind::Full;
    return Kind::ReadOnly;
}

} // namespace wharf
