#include "ui/style/chip.h"

#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"

#include <QHBoxLayout>
#include <QPainter>

namespace wharf::ui {

Chip::Chip(QWidget *parent)
    : QWidget(parent)
    , m_word(new Label(Label::Role::Strong, {}, this))
    , m_explanation(new Label(Label::Role::Caption, {}, this))
{
    const int unit = gridUnit(this);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(unit + iconSize(this) + unit / 2, unit / 2, unit + unit / 2, unit / 2);
    row->setSpacing(unit);
    row->addWidget(m_word, 0, Qt::AlignTop);
    row->addWidget(m_explanation, 1);
    m_word->setWordWrap(false);
}

void Chip::setContent(const QString &iconName, const QString &word, const QString &explanation, Tone tone)
{
    m_icon = iconName;
    m_tone = tone;
    m_word->setText(word);
    m_explanation->setTextOrHide(explanation);
    setAccessibleName(explanation.isEmpty() ? word : tr("%1: %2").arg(word, explanation));
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    const QMargins margins = layout()->contentsMargins();
    int width = margins.left() + margins.right() + m_word->sizeHint().width();
    const QString explanation = m_explanation->text();
    if (!explanation.isEmpty())
        width += layout()->spacing() + m_explanation->fontMetrics().horizontalAdvance(explanation) + 2;
    return { width, layout()->heightForWidth(width) };
}

void Chip::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ground = palette().color(QPalette::Base);
    const QColor tone = toneColor(m_tone, ground);
    const int unit = gridUnit(this);
    painter.setPen(QPen(blend(ground, tone, 0.4), 1));
    painter.setBrush(Qt::NoBrush);
    const QRectF pill = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    const qreal radius = qMin(pill.height() / 2, 1.6 * unit);
    painter.drawRoundedRect(pill, radius, radius);
    const int size = iconSize(this);
    const int top = unit / 2 + (m_word->sizeHint().height() - size) / 2;
    paintIcon(&painter, m_icon, QRectF(layoutDirection() == Qt::RightToLeft ? width() - unit - size : unit, top, size, size), tone);
}

} // namespace wharf::ui
