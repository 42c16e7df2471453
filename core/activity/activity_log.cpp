#include "core/activity/activity_log.h"

#include "core/base/process_lock.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace wharf::activity {

namespace {

constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

/// The file's lines from its end; goes on while `take` says so.
bool eachFromEnd(const QString &path, const std::function<bool(const QByteArray &)> &take)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return true;
    // A file of another size than ours is read in part: its end.
    if (file.size() > 2 * ActivityLog::mostBytes)
        file.seek(file.size() - 2 * ActivityLog::mostBytes);
    const QByteArray bytes = file.readAll();
    qsizetype end = bytes.size();
    while (end > 0) {
        const qsizetype start = bytes.lastIndexOf('\n', end - 1) + 1;
        const QByteArray line = bytes.mid(start, end - start);
        if (!line.isEmpty() && !take(line))
            return false;
        end = start - 1;
    }
    return true;
}

} // namespace

ActivityLog::ActivityLog(QString path, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
{
}

Result<void> ActivityLog::append(const ActivityEntry &entry)
{
    auto written = write(printEntry(entry));
    if (written)
        Q_EMIT appended(entry);
    return written;
}

Result<void> ActivityLog::write(QByteArray line) const
{
    if (line.size() > mostBytes / 16)
        return fail(failure(Kind::TooLarge));
    const QString folder = QFileInfo(m_path).path();
    if (!QDir(folder).exists()) {
        if (!QDir().mkpath(folder))
            return fail(failure(Kind::ReadOnly));
        QFile::setPermissions(folder, ownerOnly | QFileDevice::ExeOwner);
    }
    const auto lock = ProcessLock::take(m_path + QLatin1String(".lock"), std::chrono::seconds(1));
    if (!lock)
        return fail(failure(lock.error().kind));
    if (QFileInfo(m_path).size() + line.size() > mostBytes) {
        QFile::remove(oldPath());
        if (!QFile::rename(m_path, oldPath()))
            return fail(failure(Kind::ReadOnly));
    }
    QFile file(m_path);
    const bool isNew = !file.exists();
    if (!file.open(QIODevice::ReadWrite | QIODevice::Append))
        return fail(failure(Kind::ReadOnly));
    if (isNew)
        file.setPermissions(ownerOnly);
    // Whoever was cut off in the middle of a line loses that line and no other.
    if (file.size() > 0 && file.seek(file.size() - 1) && file.read(1) != "\n")
        line.prepend('\n');
    if (file.write(line) != line.size() || !file.flush())
        return fail(failure(Kind::Full));
    return {};
}

QList<ActivityEntry> ActivityLog::newest(qsizetype limit, const std::function<bool(const ActivityEntry &)> &wanted) const
{
    QList<ActivityEntry> found;
    const auto take = [&found, &wanted, limit](const QByteArray &line) {
        if (const auto entry = readEntry(line); entry && (!wanted || wanted(*entry)))
            found.append(*entry);
        return found.size() < limit;
    };
    if (limit > 0 && eachFromEnd(m_path, take))
        eachFromEnd(oldPath(), take);
    return found;
}

Failure ActivityLog::failure(Kind kind) const
{
    return { .stage = Stage::AccountFile, .kind = kind, .subject = m_path };
}

} // namespace wharf::activity

#include "moc_activity_log.cpp"
