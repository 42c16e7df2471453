#include "ui/style/progress_line.h"

#include "ui/style/grid.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace wharf::ui {

namespace {

constexpr int whole = 1000;

} // namespace

ProgressLine::ProgressLine(QWidget *parent)
    : QProgressBar(parent)
{
    setRange(0, whole);
    setValue(0);
    setTextVisible(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ProgressLine::setShare(double share, std::optional<Tone> tone)
{
    if (m_tone != tone) {
        m_tone = tone;
        update();
    }
    // Full only when all is there.
    setValue(static_cast<int>(std::floor(std::clamp(share, 0.0, 1.0) * whole)));
}

QSize ProgressLine::sizeHint() const
{
    const int unit = gridUnit(this);
    return { 8 * unit, qMax(4, unit * 3 / 4) };
}

void ProgressLine::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    const QColor ground = palette().color(QPalette::Base);
    const QColor color = m_tone ? toneColor(*m_tone, ground) : palette().color(QPalette::Active, QPalette::Highlight);
    paintProgress(&painter, rect(), static_cast<double>(value()) / whole, ground, color);
}

void paintProgress(QPainter *painter, const QRectF &rect, double share, const QColor &ground, const QColor &color)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    const qreal radius = rect.height() / 2;
    painter->setBrush(blend(ground, color, 0.18));
    painter->drawRoundedRect(rect, radius, radius);
    if (share > 0) {
        QRectF full = rect;
        full.setWidth(qMax(rect.height(), rect.width() * share));
        painter->setBrush(color);
        painter->drawRoundedRect(full, radius, radius);
    }
    painter->restore();
}

} // namespace wharf::ui
