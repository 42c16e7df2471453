#include "ui/push/layer_delegate.h"

#include "ui/push/layer_model.h"
#include "ui/style/icons.h"
#include "ui/style/progress_line.h"
#include "ui/style/row_paint.h"
#include "ui/style/tone.h"

#include <QFontDatabase>
#include <QPainter>

namespace wharf::ui {

namespace {

struct Measures {
    int unit;
    int name;   ///< 12 digits in the fixed font, or the word for the configuration
    int bar;
    int amount; ///< right-aligned, so that the units stand below each other
};

QFont fixedFont(const QStyleOptionViewItem &option)
{
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(option.font.pointSizeF());
    return fixed;
}

Measures measuresOf(const QStyleOptionViewItem &option)
{
    const int unit = gridUnit(option);
    const QFontMetrics &words = option.fontMetrics;
    return { .unit = unit,
             .name = qMax(QFontMetrics(fixedFont(option)).horizontalAdvance(QStringLiteral("0123456789ab")), words.horizontalAdvance(LayerModel::tr("Configuration"))) + unit,
             .bar = 9 * unit,
             .amount = words.horizontalAdvance(QStringLiteral("888.8 of 888.8 MB")) + unit };
}

/// The sentence needs as much again as everything else, or a line of its own.
bool isStacked(const QStyleOptionViewItem &option, const Measures &measures)
{
    const int width = option.widget ? option.widget->width() : option.rect.width();
    // About the longest that stands there.
    const int sentence = option.fontMetrics.horizontalAdvance(LayerDelegate::tr("Goes on in 888 s: an answer that makes no sense"));
    return width < 7 * measures.unit + measures.name + sentence + measures.bar + measures.amount;
}

} // namespace

void LayerDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const RowColors colors = paintRowGround(painter, option);
    const Measures measures = measuresOf(option);
    const int unit = measures.unit;
    const int line = option.fontMetrics.height();
    const bool stacked = isStacked(option, measures);
    const Tone tone = static_cast<Tone>(index.data(LayerModel::ToneRole).toInt());
    const bool moves = index.data(LayerModel::MovesRole).toBool();
    const QRect inner = option.rect.adjusted(unit, unit / 2, -unit, -unit / 2);
    const QRect first(inner.left(), stacked ? inner.top() : inner.center().y() - line / 2, inner.width(), line);
    const int icon = 2 * unit;
    paintIcon(painter, index.data(LayerModel::IconRole).toString(), QRectF(first.left(), first.center().y() - icon / 2.0 + 0.5, icon, icon),
              toneColor(tone, colors.ground));

    QRect name = first.adjusted(icon + unit, 0, 0, 0);
    name.setWidth(measures.name);
    const QString text = index.data().toString();
    painter->setFont(text == LayerModel::tr("Configuration") ? option.font : fixedFont(option));
    painter->setPen(colors.text);
    painter->drawText(name, Qt::AlignLeft | Qt::AlignVCenter, text);

    QRect amount = first;
    amount.setLeft(first.right() + 1 - measures.amount);
    painter->setFont(option.font);
    painter->setPen(colors.caption);
    painter->drawText(amount, Qt::AlignRight | Qt::AlignVCenter, index.data(LayerModel::AmountRole).toString());

    // A bar where something moves: what is there already needs none.
    if (moves) {
        const QColor color = tone == Tone::Caution ? toneColor(tone, colors.ground) : option.palette.color(QPalette::Active, QPalette::Highlight);
        QRectF bar(amount.left() - measures.bar, first.center().y() - unit * 0.25 + 0.5, measures.bar, unit * 0.5);
        if (bar.left() < name.right()) // no room in the line: below all of it
            bar.setRect(name.left(), option.rect.bottom() - unit * 0.5, inner.right() - name.left(), unit * 0.25);
        paintProgress(painter, bar, index.data(LayerModel::ShareRole).toDouble(), colors.ground, color);
    }

    QRect sentence = stacked ? QRect(name.left(), first.bottom() + 1, inner.right() - name.left(), line)
                             : QRect(name.right() + 1, first.top(), amount.left() - measures.bar - name.right() - 1 - unit, line);
    if (!stacked && !moves)
        sentence.setRight(amount.left());
    painter->setPen(tone == Tone::Caution || tone == Tone::Bad ? toneColor(tone, colors.ground) : colors.caption);
    const QString said = index.data(LayerModel::SentenceRole).toString();
    painter->drawText(sentence, Qt::AlignLeft | Qt::AlignVCenter, option.fontMetrics.elidedText(said, Qt::ElideRight, sentence.width()));
    painter->restore();
}

QSize LayerDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    Q_UNUSED(index)
    const Measures measures = measuresOf(option);
    return { 20 * measures.unit, (isStacked(option, measures) ? 2 : 1) * option.fontMetrics.height() + measures.unit };
}

} // namespace wharf::ui
