#include "ui/style/countdown_ring.h"

#include "ui/style/grid.h"
#include "ui/style/tone.h"
#include "ui/wording/time_words.h"

#include <QPainter>

namespace wharf::ui {

CountdownRing::CountdownRing(QWidget *parent)
    : QProgressBar(parent)
{
    setAccessibleName(tr("Time the token has left"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void CountdownRing::setTime(std::chrono::milliseconds left, std::chrono::milliseconds lifetime)
{
    const auto seconds = [](std::chrono::milliseconds time) { return static_cast<int>(time.count() / 1000); };
    m_text = countdownText(left);
    setRange(0, qMax(1, seconds(lifetime)));
    setValue(seconds(left));
    setAccessibleDescription(tr("%1 left").arg(m_text));
    update();
}

QSize CountdownRing::sizeHint() const
{
    const int side = 17 * gridUnit(this);
    return { side, side };
}

void CountdownRing::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int unit = gridUnit(this);
    const qreal width = unit;
    const QRectF ring = QRectF(rect()).adjusted(width, width, -width, -width);
    const QColor ground = palette().color(QPalette::Base);
    const double share = static_cast<double>(value()) / maximum();
    const QColor tone = toneColor(value() == 0 ? Tone::Quiet : share < 0.2 ? Tone::Caution : Tone::Good, ground);

    painter.setPen(QPen(hairlineColor(palette()), width, Qt::SolidLine, Qt::FlatCap));
    painter.drawEllipse(ring);
    painter.setPen(QPen(tone, width, Qt::SolidLine, value() == maximum() ? Qt::FlatCap : Qt::RoundCap));
    if (value() > 0)
        painter.drawArc(ring, 90 * 16, static_cast<int>(share * 360 * 16));

    QFont font = this->font();
    font.setPointSizeF(font.pointSizeF() * (m_text.size() > 5 ? 1.8 : 2.4));
    painter.setFont(font);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect(), Qt::AlignCenter, m_text);
}

} // namespace wharf::ui
