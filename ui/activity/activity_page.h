#pragma once

#include "core/accounts/account.h"
#include "core/activity/activity_log.h"

#include <QWidget>

class QComboBox;
class QListView;
class QPushButton;

namespace wharf {
class Clock;
}

namespace wharf::ui {

class ActivityModel;
class EmptyState;
class Label;

/// What happened and when: of this account or of all, of one kind or of every.
class ActivityPage final : public QWidget {
    Q_OBJECT
public:
    /// As many as are shown; *Export* writes them all.
    static constexpr qsizetype mostShown = 1000;

    ActivityPage(const activity::ActivityLog &log, std::shared_ptr<const Clock> clock, QWidget *parent = nullptr);

    void present(const accounts::Account &account);
    void refresh();

private:
    void layOut();
    [[nodiscard]] bool isWanted(const activity::ActivityEntry &entry) const;
    void chooseFile();
    void save(const QString &path);

    const activity::ActivityLog &m_log;
    accounts::Account m_account;
    ActivityModel *m_model;
    QComboBox *m_whose;
    QComboBox *m_kind;
    QPushButton *m_export;
    Label *m_said;
    QListView *m_list;
    EmptyState *m_empty;
};

} // namespace wharf::ui
