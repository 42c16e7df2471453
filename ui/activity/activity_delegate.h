#pragma once

#include <QStyledItemDelegate>

namespace wharf::ui {

/// Something that happened: its shape, its word and its place in one line, the time at its end, and a sentence below that wraps.
class ActivityDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace wharf::ui
