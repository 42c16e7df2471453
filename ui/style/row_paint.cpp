#include "ui/style/row_paint.h"

#include "ui/style/tone.h"

#include <QPainter>
#include <QStyleOptionViewItem>

namespace wharf::ui {

int gridUnit(const QStyleOptionViewItem &option)
{
    return qMax(6, option.fontMetrics.height() / 2);
}

RowColors paintRowGround(QPainter *painter, const QStyleOptionViewItem &option)
{
    const int unit = gridUnit(option);
    const QPalette &palette = option.palette;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QColor base = palette.color(QPalette::Base);
    const QColor highlight = palette.color(QPalette::Active, QPalette::Highlight);
    QColor ground = base;
    if (selected)
        ground = washColor(base, highlight);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        ground = blend(base, palette.color(QPalette::Text), 0.05);
    painter->setRenderHint(QPainter::Antialiasing);
    if (ground != base) {
        const QRectF box = QRectF(option.rect).adjusted(2.5, 1.5, -2.5, -1.5);
        const bool focused = selected && option.state.testFlag(QStyle::State_HasFocus);
        painter->setPen(focused ? QPen(highlight, 1.5) : QPen(Qt::NoPen));
        painter->setBrush(ground);
        painter->drawRoundedRect(box, unit * 0.5, unit * 0.5);
        if (selected) {
            // A second mark beside the wash, for palettes in which the wash is faint.
            painter->setPen(Qt::NoPen);
            painter->setBrush(highlight);
            painter->drawRoundedRect(QRectF(box.left(), box.top() + unit / 2.0, 3, box.height() - unit), 1.5, 1.5);
        }
    }
    const QColor text = palette.color(QPalette::Active, QPalette::Text);
    return { .ground = ground, .text = text, .caption = captionColor(text, ground), .selected = selected };
}

} // namespace wharf::ui
