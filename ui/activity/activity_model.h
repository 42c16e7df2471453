#pragma once

#include "core/activity/activity_entry.h"

#include <QAbstractListModel>

#include <memory>

namespace wharf {
class Clock;
}

namespace wharf::ui {

/// What happened, the newest first.
class ActivityModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { WordRole = Qt::UserRole, SentenceRole, TimeRole, IconRole, ToneRole };

    explicit ActivityModel(std::shared_ptr<const Clock> clock, QObject *parent = nullptr);

    void setEntries(const QList<activity::ActivityEntry> &entries);
    [[nodiscard]] const QList<activity::ActivityEntry> &entries() const { return m_entries; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    std::shared_ptr<const Clock> m_clock;
    QList<activity::ActivityEntry> m_entries;
};

} // namespace wharf::ui
