#pragma once

#include <QStyledItemDelegate>

namespace wharf::ui {

/// Paints *granted*, *refused*, *not asked*: a shape in its tone, and the word.
class GrantDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace wharf::ui
