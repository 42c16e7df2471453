#pragma once

#include "core/activity/activity_entry.h"
#include "core/base/result.h"

#include <QObject>

#include <functional>

namespace wharf::activity {

/// What happened, kept in a file that only grows: a line of JSON for each entry, for this user's eyes only. Before it is longer than
/// a MiB it becomes `<name>.1`, which takes the place of the one before. Several programs may append to it.
class ActivityLog final : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 mostBytes = qint64(1) << 20;

    explicit ActivityLog(QString path, QObject *parent = nullptr);

    /// Errors: Stage::AccountFile with Busy (no lock within a second), ReadOnly, Full, TooLarge; the path as subject.
    Result<void> append(const ActivityEntry &entry);

    /// The newest first, `limit` at most; those alone that `wanted` wants. Lines that are no entries (one cut in half, one of another
    /// program) are passed over. A file that is not there or may not be read holds none.
    [[nodiscard]] QList<ActivityEntry> newest(qsizetype limit, const std::function<bool(const ActivityEntry &)> &wanted = {}) const;

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] QString oldPath() const { return m_path + QLatin1String(".1"); }

Q_SIGNALS:
    void appended(const wharf::activity::ActivityEntry &entry);

private:
    [[nodiscard]] Result<void> write(QByteArray line) const;
    [[nodiscard]] Failure failure(Kind kind) const;

    QString m_path;
};

} // namespace wharf::activity
