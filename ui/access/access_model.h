#pragma once

#include "ui/accounts/account_snapshot.h"

#include <QAbstractTableModel>

namespace wharf::ui {

/// Repositories × pull, push, delete: what an account was found to be allowed.
class AccessModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Repository, Pull, Push, Delete, ColumnCount };
    enum Role { IconRole = Qt::UserRole, ToneRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setFindings(const accounts::Account &account, const QList<accounts::AccessFindings> &findings);
    [[nodiscard]] const accounts::AccessFindings *findingsAt(int row) const;
    [[nodiscard]] int rowOf(const QString &repository) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] static QString actionOf(int column);

private:
    accounts::Account m_account;
    QList<accounts::AccessFindings> m_findings;
};

} // namespace wharf::ui
