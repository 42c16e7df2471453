#include "ui/style/switch.h"

#include "ui/style/grid.h"
#include "ui/style/tone.h"

#include <QPainter>
#include <QStyle>

namespace wharf::ui {

Switch::Switch(const QString &text, QWidget *parent)
    : QCheckBox(text, parent)
{
    QSizePolicy policy(QSizePolicy::Maximum, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QSize Switch::sizeHint() const
{
    const int width = textOffset() + textSize(QWIDGETSIZE_MAX).width() + gridUnit(this) / 2;
    return { width, heightForWidth(width) };
}

QSize Switch::minimumSizeHint() const
{
    return { textOffset() + 10 * gridUnit(this), trackSize().height() + 6 };
}

int Switch::heightForWidth(int width) const
{
    return qMax(trackSize().height() + 6, textSize(width - textOffset()).height() + gridUnit(this) / 2);
}

int Switch::textOffset() const
{
    return trackSize().width() + gridUnit(this) + 3;
}

bool Switch::hitButton(const QPoint &position) const
{
    return rect().contains(position);
}

void Switch::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const auto group = isEnabled() ? QPalette::Active : QPalette::Disabled;
    const QColor ground = palette().color(QPalette::Base);
    const QColor text = palette().color(group, QPalette::WindowText);
    const QColor on = palette().color(group, QPalette::Highlight);
    const QSize size = trackSize();
    const QRectF track(QStyle::visualRect(layoutDirection(), rect(), QRect(QPoint(3, (height() - size.height()) / 2), size)));
    const qreal radius = track.height() / 2;

    painter.setPen(QPen(isChecked() ? on : captionColor(text, ground), 1.25));
    painter.setBrush(isChecked() ? on : ground);
    painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    const qreal knob = track.height() - 6;
    const bool right = isChecked() != mirrored;
    painter.setPen(Qt::NoPen);
    painter.setBrush(isChecked() ? palette().color(group, QPalette::HighlightedText) : captionColor(text, ground));
    painter.drawEllipse(QRectF(right ? track.right() - 3 - knob : track.left() + 3, track.top() + 3, knob, knob));
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), radius + 2, radius + 2);
    }
    const QRect words = QStyle::visualRect(layoutDirection(), rect(), rect().adjusted(textOffset(), 0, 0, 0));
    style()->drawItemText(&painter, words, static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft) | Qt::TextShowMnemonic | Qt::TextWordWrap, palette(), isEnabled(), this->text(),
                          QPalette::WindowText);
}

QSize Switch::textSize(int width) const
{
    return fontMetrics().boundingRect(QRect(0, 0, width, QWIDGETSIZE_MAX), Qt::TextShowMnemonic | Qt::TextWordWrap, text()).size();
}

QSize Switch::trackSize() const
{
    const int height = 2 * gridUnit(this);
    return { height * 7 / 4, height };
}

} // namespace wharf::ui
