#include "ui/accounts/account_delegate.h"

#include "ui/accounts/account_model.h"
#include "ui/style/icons.h"
#include "ui/style/tone.h"

#include <QPainter>

namespace wharf::ui {

namespace {

int unitOf(const QStyleOptionViewItem &option)
{
    return qMax(6, option.fontMetrics.height() / 2);
}

QFont strong(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

/// Left and right ends of a line, the right one whole and the left one elided only where both do not fit.
void paintEnds(QPainter *painter, const QRect &line, const QString &left, const QFont &leftFont, const QColor &leftColor,
               const QString &right, const QFont &rightFont, const QColor &rightColor, Qt::TextElideMode elide)
{
    const QFontMetrics leftMetrics(leftFont);
    int rightWidth = QFontMetrics(rightFont).horizontalAdvance(right);
    const int gap = QFontMetrics(rightFont).height() / 2;
    const bool rightFits = elide != Qt::ElideNone || leftMetrics.horizontalAdvance(left) + gap + rightWidth <= line.width();
    if (right.isEmpty() || !rightFits)
        rightWidth = 0;
    const QRect leftRect = line.adjusted(0, 0, rightWidth > 0 ? -(rightWidth + gap) : 0, 0);
    painter->setFont(leftFont);
    painter->setPen(leftColor);
    painter->drawText(leftRect, Qt::AlignVCenter | Qt::AlignLeft,
                      leftMetrics.elidedText(left, elide == Qt::ElideNone ? Qt::ElideRight : elide, leftRect.width()));
    if (rightWidth == 0)
        return;
    painter->setFont(rightFont);
    painter->setPen(rightColor);
    painter->drawText(line, Qt::AlignVCenter | Qt::AlignRight, right);
}

} // namespace

void AccountDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    if (index.data(AccountModel::HeaderRole).toBool())
        paintHeader(painter, option, index);
    else
        paintAccount(painter, option, index);
    painter->restore();
}

QSize AccountDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int unit = unitOf(option);
    const int line = option.fontMetrics.height();
    if (index.data(AccountModel::HeaderRole).toBool())
        return { 10 * unit, line + (index.row() == 0 ? unit : 2 * unit) };
    return { 10 * unit, 2 * line + unit + unit / 2 + 2 };
}

void AccountDelegate::paintHeader(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const int unit = unitOf(option);
    const QFont font = strong(option.font);
    painter->setFont(font);
    painter->setPen(captionColor(option.palette.color(QPalette::WindowText), option.palette.color(QPalette::Window)));
    const QRect line = option.rect.adjusted(unit + unit / 2, 0, -unit, -unit / 2);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignBottom,
                      QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideMiddle, line.width()));
}

void AccountDelegate::paintAccount(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    painter->setRenderHint(QPainter::Antialiasing);
    const int unit = unitOf(option);
    const QPalette &palette = option.palette;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool focused = selected && option.state.testFlag(QStyle::State_HasFocus);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);

    const QColor window = palette.color(QPalette::Window);
    const QColor highlight = palette.color(QPalette::Active, QPalette::Highlight);
    QColor ground = window;
    if (selected)
        ground = washColor(window, highlight);
    else if (hovered)
        ground = blend(window, palette.color(QPalette::WindowText), 0.05);
    const QRectF box = QRectF(option.rect).adjusted(unit / 2.0 + 0.5, 1.5, -unit / 2.0 - 0.5, -1.5);
    if (ground != window) {
        painter->setPen(focused ? QPen(highlight, 1.5) : QPen(Qt::NoPen));
        painter->setBrush(ground);
        painter->drawRoundedRect(box, unit * 0.75, unit * 0.75);
    }
    if (selected) {
        // A second mark beside the wash, for palettes in which the wash is faint.
        painter->setPen(Qt::NoPen);
        painter->setBrush(highlight);
        painter->drawRoundedRect(QRectF(box.left(), box.top() + unit, 3, box.height() - 2 * unit), 1.5, 1.5);
    }

    const Tone tone = static_cast<Tone>(index.data(AccountModel::ToneRole).toInt());
    const QColor text = palette.color(QPalette::WindowText);
    const QColor caption = captionColor(text, ground);
    const QColor state = toneColor(tone, ground);
    const int icon = 2 * unit;
    const QRect inner = box.toRect().adjusted(unit, unit / 2, -unit, -unit / 2);
    paintIcon(painter, index.data(AccountModel::IconRole).toString(), QRectF(inner.left(), box.center().y() - icon / 2.0, icon, icon), state);

    const int lineHeight = inner.height() / 2;
    const QRect first(inner.left() + icon + unit, inner.top(), inner.width() - icon - unit, lineHeight);
    const QRect second = first.translated(0, lineHeight);
    const QString active = index.data(AccountModel::ActiveRole).toBool() ? AccountDelegate::tr("Active") : QString();
    paintEnds(painter, first, index.data().toString(), strong(option.font), text, active, option.font,
              toneColor(Tone::Quiet, ground), Qt::ElideMiddle);
    paintEnds(painter, second, index.data(AccountModel::WordsRole).toString(), option.font, state,
              index.data(AccountModel::KindRole).toString(), option.font, caption, Qt::ElideNone);
}

} // namespace wharf::ui
