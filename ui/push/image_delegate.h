#pragma once

#include <QStyledItemDelegate>

namespace wharf::ui {

/// An image in a line: its shape, its name, where it is, how large and how old. Where the width is short the facts stand below the name.
class ImageDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace wharf::ui
