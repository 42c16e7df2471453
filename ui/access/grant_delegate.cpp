#include "ui/access/grant_delegate.h"

#include "ui/access/access_model.h"
#include "ui/style/icons.h"
#include "ui/style/tone.h"

#include <QApplication>
#include <QPainter>

namespace wharf::ui {

namespace {

int unitOf(const QStyleOptionViewItem &option)
{
    return qMax(6, option.fontMetrics.height() / 2);
}

} // namespace

void GrantDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem background = option;
    background.text.clear();
    QApplication::style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &background, painter, option.widget);
    const int unit = unitOf(option);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const auto group = option.state.testFlag(QStyle::State_Active) ? QPalette::Active : QPalette::Inactive;
    const QColor ground = option.palette.color(group, selected ? QPalette::Highlight : QPalette::Base);
    // In the selected row the shape and the word carry the state: one colour of text in a row, whatever the highlight is.
    const QColor color = selected ? option.palette.color(group, QPalette::HighlightedText)
                                  : toneColor(static_cast<Tone>(index.data(AccessModel::ToneRole).toInt()), ground);
    const int size = 2 * unit;
    const QRect inner = option.rect.adjusted(unit / 2, 0, -unit / 2, 0);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintIcon(painter, index.data(AccessModel::IconRole).toString(),
              QRectF(inner.left(), inner.center().y() - size / 2.0, size, size), color);
    painter->setFont(option.font);
    painter->setPen(color);
    painter->drawText(inner.adjusted(size + unit / 2, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, index.data().toString());
    painter->restore();
}

QSize GrantDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int unit = unitOf(option);
    return { option.fontMetrics.horizontalAdvance(index.data().toString()) + 4 * unit, option.fontMetrics.height() + unit + unit / 2 };
}

} // namespace wharf::ui
