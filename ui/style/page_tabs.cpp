#include "ui/style/page_tabs.h"

#include "ui/style/grid.h"
#include "ui/style/tone.h"

#include <QPainter>

namespace wharf::ui {

PageTabs::PageTabs(QWidget *parent)
    : QTabBar(parent)
{
    setDrawBase(false);
    setExpanding(false);
    setElideMode(Qt::ElideNone);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize PageTabs::tabSizeHint(int index) const
{
    const int unit = gridUnit(this);
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    return { QFontMetrics(strong).horizontalAdvance(tabText(index)) + 3 * unit, fontMetrics().height() + 2 * unit };
}

void PageTabs::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRect(0, height() - 1, width(), 1), hairlineColor(palette()));
    const int unit = gridUnit(this);
    const QColor ground = palette().color(QPalette::Window);
    const QColor text = palette().color(QPalette::WindowText);
    const QPoint mouse = mapFromGlobal(QCursor::pos());
    for (int i = 0; i < count(); ++i) {
        const QRect tab = tabRect(i);
        const bool front = i == currentIndex();
        QFont font = this->font();
        font.setWeight(front ? QFont::DemiBold : QFont::Normal);
        painter.setFont(font);
        painter.setPen(front || tab.contains(mouse) ? text : captionColor(text, ground));
        painter.drawText(tab, Qt::AlignCenter, tabText(i));
        if (!front)
            continue;
        const QColor accent = palette().color(QPalette::Active, QPalette::Highlight);
        painter.fillRect(QRect(tab.left() + unit, height() - 3, tab.width() - 2 * unit, 3), accent);
        if (hasFocus()) {
            painter.setPen(QPen(accent, 1.5));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(tab).adjusted(unit / 2.0, unit / 4.0, -unit / 2.0, -unit / 2.0 - 2), unit / 2.0, unit / 2.0);
        }
    }
}

} // namespace wharf::ui
