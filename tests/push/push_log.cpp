#include "tests/push/push_log.h"

namespace wharf::rig {

namespace {

QByteArray kindOf(const QByteArray &path)
{
    for (const char *kind : { "uploads", "blobs", "manifests", "tags" }) {
        if (path.contains(QByteArray("/") + kind + '/'))
            return kind;
    }
    return path;
}

} // namespace

QByteArray Seen::line() const
{
    return method + ' ' + kindOf(path()) + ' ' + QByteArray::number(status) + (fault.isEmpty() ? QByteArray() : ' ' + fault);
}

qsizetype PushLog::begin(const Seen &seen)
{
    const std::lock_guard lock(m_mutex);
    m_all << seen;
    return m_cleared + m_all.size() - 1;
}

void PushLog::count(qsizetype entry, qint64 bytes)
{
    const std::lock_guard lock(m_mutex);
    if (entry >= m_cleared)
        m_all[entry - m_cleared].received += bytes;
}

void PushLog::end(qsizetype entry, int status, const QByteArray &fault)
{
    const std::lock_guard lock(m_mutex);
    if (entry < m_cleared)
        return;
    m_all[entry - m_cleared].status = status;
    m_all[entry - m_cleared].fault = fault;
}

void PushLog::clear()
{
    const std::lock_guard lock(m_mutex);
    m_cleared += m_all.size();
    m_all.clear();
}

QList<Seen> PushLog::all() const
{
    const std::lock_guard lock(m_mutex);
    return m_all;
}

QList<Seen> PushLog::uploads(const QByteArray &method) const
{
    QList<Seen> found = all();
    found.removeIf([&](const Seen &each) { return each.method != method || !each.path().contains("/blobs/uploads/"); });
    return found;
}

QByteArrayList PushLog::lines() const
{
    QByteArrayList lines;
    for (const Seen &each : all())
        lines << each.line();
    return lines;
}

qint64 PushLog::sent() const
{
    qint64 sum = 0;
    for (const Seen &each : all())
        sum += each.received;
    return sum;
}

qint64 PushLog::sentTo(const QByteArray &upload) const
{
    qint64 sum = 0;
    for (const Seen &each : all())
        sum += each.upload == upload ? each.received : 0;
    return sum;
}

QHash<QByteArray, int> PushLog::counts() const
{
    QHash<QByteArray, int> counts;
    for (const Seen &each : all())
        ++counts[each.method + ' ' + QByteArray::number(each.status)];
    return counts;
}

} // namespace wharf::rig
