#pragma once

#include <QColor>
#include <QRect>

class QPainter;
class QStyleOptionViewItem;

namespace wharf::ui {

/// The grid's unit for a delegate.
[[nodiscard]] int gridUnit(const QStyleOptionViewItem &option);

/// What a row is painted with: its ground is there already.
struct RowColors {
    QColor ground;
    QColor text;
    QColor caption;
    bool selected = false;
};

/// Paints the ground of a row in a list on Base: a wash where it is selected, a ring where the keyboard is on it. Text keeps its colours.
RowColors paintRowGround(QPainter *painter, const QStyleOptionViewItem &option);

} // namespace wharf::ui
