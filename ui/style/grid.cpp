#include "ui/style/grid.h"

#include <QFontMetrics>
#include <QLayout>
#include <QWidget>

namespace wharf::ui {

int gridUnit(const QWidget *widget)
{
    return qMax(6, QFontMetrics(widget->font()).height() / 2);
}

int iconSize(const QWidget *widget)
{
    return 2 * gridUnit(widget);
}

void setGap(QLayout *layout, const QWidget *widget, int units)
{
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(units * gridUnit(widget));
}

} // namespace wharf::ui
