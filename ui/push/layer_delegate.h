#pragma once

#include <QStyledItemDelegate>

namespace wharf::ui {

/// A layer in a line: its shape, its digest, what happens to it, a bar, and how much of it. Where the width is short the sentence has
/// a line of its own.
class LayerDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace wharf::ui
