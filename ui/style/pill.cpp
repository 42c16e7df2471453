#include "ui/style/pill.h"

#include "ui/style/grid.h"
#include "ui/style/label.h"

#include <QHBoxLayout>
#include <QPainter>

namespace wharf::ui {

Pill::Pill(const QString &text, Tone tone, QWidget *parent)
    : QWidget(parent)
    , m_tone(tone)
{
    const int unit = gridUnit(this);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(unit + unit / 4, unit / 4, unit + unit / 4, unit / 4);
    auto *word = new Label(Label::Role::Body, text, this);
    word->setWordWrap(false);
    word->setObjectName(QStringLiteral("pill"));
    row->addWidget(word);
    setAccessibleName(text);
}

void Pill::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor base = palette().color(QPalette::Base);
    painter.setPen(QPen(blend(base, toneColor(m_tone, base), 0.5), 1));
    painter.setBrush(base);
    const QRectF pill = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
}

} // namespace wharf::ui
