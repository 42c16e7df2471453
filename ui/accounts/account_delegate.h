#pragma once

#include <QStyledItemDelegate>

namespace wharf::ui {

/// Paints the sidebar's rows: a registry's name, or an account with its state in a shape, a word and a countdown.
class AccountDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    static void paintHeader(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index);
    static void paintAccount(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index);
};

} // namespace wharf::ui
