#include "ui/activity/activity_delegate.h"

#include "ui/activity/activity_model.h"
#include "ui/style/icons.h"
#include "ui/style/row_paint.h"
#include "ui/style/tone.h"

#include <QAbstractItemView>
#include <QPainter>

namespace wharf::ui {

namespace {

QFont strong(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

/// Where everything of one row stands, from its top left corner.
struct Places {
    QRect icon;
    QRect word;
    QRect time;
    QRect place;
    QRect sentence;
    int height = 0;
};

Places placesOf(const QStyleOptionViewItem &option, const QModelIndex &index, int width)
{
    const int unit = gridUnit(option);
    const int line = option.fontMetrics.height();
    const QString timeText = index.data(ActivityModel::TimeRole).toString();
    Places places;
    const int left = unit + 2 * unit + unit;
    const int room = qMax(10 * unit, width - left - unit - unit / 2);
    const int timeWidth = option.fontMetrics.horizontalAdvance(timeText) + 1;
    places.icon = QRect(unit, unit + (line - 2 * unit) / 2 + 1, 2 * unit, 2 * unit);
    places.word = QRect(left, unit, room - timeWidth - unit, line);
    places.time = QRect(left + room - timeWidth, unit, timeWidth, line);
    int y = places.word.bottom() + 1;
    const auto below = [&](const QString &text) {
        if (text.isEmpty())
            return QRect(left, y, room, 0);
        const int height = option.fontMetrics.boundingRect(QRect(0, 0, room, 10000), Qt::TextWordWrap, text).height();
        const QRect made(left, y, room, height);
        y += height;
        return made;
    };
    places.place = below(index.data().toString());
    places.sentence = below(index.data(ActivityModel::SentenceRole).toString());
    places.height = y + unit + 1;
    return places;
}

} // namespace

void ActivityDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const RowColors colors = paintRowGround(painter, option);
    const Places places = placesOf(option, index, option.rect.width());
    painter->translate(option.rect.topLeft());
    const Tone tone = static_cast<Tone>(index.data(ActivityModel::ToneRole).toInt());
    paintIcon(painter, index.data(ActivityModel::IconRole).toString(), places.icon, toneColor(tone, colors.ground));
    painter->setFont(strong(option.font));
    painter->setPen(colors.text);
    painter->drawText(places.word, Qt::AlignLeft | Qt::AlignVCenter, index.data(ActivityModel::WordRole).toString());
    painter->setFont(option.font);
    painter->setPen(colors.caption);
    painter->drawText(places.time, Qt::AlignRight | Qt::AlignVCenter, index.data(ActivityModel::TimeRole).toString());
    painter->drawText(places.sentence, Qt::TextWordWrap, index.data(ActivityModel::SentenceRole).toString());
    painter->setPen(colors.text);
    painter->drawText(places.place, Qt::TextWordWrap, index.data().toString());
    if (index.row() + 1 < index.model()->rowCount()) {
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->setPen(hairlineColor(option.palette));
        painter->drawLine(places.word.left(), places.height - 1, option.rect.width() - gridUnit(option), places.height - 1);
    }
    painter->restore();
}

QSize ActivityDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const int width = view ? view->viewport()->width() : option.rect.width();
    return { 20 * gridUnit(option), placesOf(option, index, width).height };
}

} // namespace wharf::ui
