#include "ui/style/card.h"

#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/style/tone.h"

#include <QPainter>
#include <QVBoxLayout>

namespace wharf::ui {

Card::Card(const QString &heading, QWidget *parent)
    : QFrame(parent)
    , m_content(new QVBoxLayout(this))
{
    const int unit = gridUnit(this);
    m_content->setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit);
    m_content->setSpacing(unit);
    if (heading.isEmpty())
        return;
    m_content->addWidget(new Label(Label::Role::Heading, heading, this));
    setAccessibleName(heading);
}

void Card::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(hairlineColor(palette()), 1));
    painter.setBrush(palette().color(QPalette::Base));
    const qreal radius = gridUnit(this) * 0.75;
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

} // namespace wharf::ui
