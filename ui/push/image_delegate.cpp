#include "ui/push/image_delegate.h"

#include "ui/push/image_model.h"
#include "ui/style/icons.h"
#include "ui/style/row_paint.h"

#include <QPainter>

namespace wharf::ui {

namespace {

/// Columns of the facts, as wide as what usually stands there.
struct Columns {
    int place;
    int size;
    int age;

    [[nodiscard]] int all() const { return place + size + age; }
};

Columns columnsFor(const QStyleOptionViewItem &option)
{
    const int unit = gridUnit(option);
    const auto width = [&option, unit](const QString &text) { return option.fontMetrics.horizontalAdvance(text) + 2 * unit; };
    return { .place = width(ImageDelegate::tr("Docker archive")), .size = width(QStringLiteral("888,8 MB")), .age = width(ImageDelegate::tr("88 minutes old")) };
}

int listWidth(const QStyleOptionViewItem &option)
{
    return option.widget ? option.widget->width() : option.rect.width();
}

/// Facts have a line of their own where a name would be left less than half the row.
bool isStacked(const QStyleOptionViewItem &option)
{
    return listWidth(option) < 2 * columnsFor(option).all();
}

} // namespace

void ImageDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const RowColors colors = paintRowGround(painter, option);
    const int unit = gridUnit(option);
    const int icon = 2 * unit;
    const QRect inner = option.rect.adjusted(unit + unit / 2, unit / 2, -unit - unit / 2, -unit / 2);
    const bool stacked = isStacked(option);
    const int line = option.fontMetrics.height();
    paintIcon(painter, index.data(ImageModel::IconRole).toString(),
              QRectF(inner.left(), stacked ? inner.top() + (line - icon) / 2.0 : inner.center().y() - icon / 2.0 + 0.5, icon, icon), colors.caption);
    QRect words = inner.adjusted(icon + unit, 0, 0, 0);
    const QString place = index.data(ImageModel::PlaceRole).toString();
    const QString size = index.data(ImageModel::SizeRole).toString();
    const QString age = index.data(ImageModel::AgeRole).toString();
    QRect name = words;
    painter->setFont(option.font);
    painter->setPen(colors.caption);
    if (stacked) {
        name.setHeight(line);
        QStringList facts { place, size, age };
        facts.removeAll(QString());
        const QRect below(words.left(), name.bottom() + 1, words.width(), line);
        painter->drawText(below, Qt::AlignLeft | Qt::AlignVCenter, option.fontMetrics.elidedText(facts.join(QStringLiteral(" · ")), Qt::ElideRight, below.width()));
    } else {
        const Columns columns = columnsFor(option);
        QRect column(words.right() + 1 - columns.age, words.top(), columns.age, words.height());
        painter->drawText(column, Qt::AlignRight | Qt::AlignVCenter, age);
        column.setRect(column.left() - columns.size, words.top(), columns.size, words.height());
        painter->drawText(column, Qt::AlignRight | Qt::AlignVCenter, size);
        column.setRect(column.left() - columns.place, words.top(), columns.place, words.height());
        painter->drawText(column, Qt::AlignLeft | Qt::AlignVCenter, place);
        name.setRight(column.left() - unit);
    }
    painter->setPen(colors.text);
    // Both ends of a name tell it apart; the tooltip has the whole.
    painter->drawText(name, Qt::AlignLeft | Qt::AlignVCenter, option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, name.width()));
    painter->restore();
}

QSize ImageDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    Q_UNUSED(index)
    const int unit = gridUnit(option);
    return { 20 * unit, (isStacked(option) ? 2 : 1) * option.fontMetrics.height() + unit + unit / 2 };
}

} // namespace wharf::ui
