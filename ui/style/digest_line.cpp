#include "ui/style/digest_line.h"

#include "ui/style/grid.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QPainter>
#include <QScopedValueRollback>

namespace wharf::ui {

DigestLine::DigestLine(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setForegroundRole(QPalette::WindowText);
    applyFont();
    hide();
}

void DigestLine::setDigest(const QString &digest)
{
    setText(digest);
    setToolTip(digest);
    setAccessibleName(digest);
    setVisible(!digest.isEmpty());
}

QSize DigestLine::minimumSizeHint() const
{
    return { 20 * gridUnit(this), QLabel::minimumSizeHint().height() };
}

void DigestLine::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange && !m_applying)
        applyFont();
}

void DigestLine::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(contentsRect(), Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(text(), Qt::ElideMiddle, contentsRect().width()));
}

void DigestLine::applyFont()
{
    const QScopedValueRollback guard(m_applying, true);
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(QApplication::font().pointSizeF());
    setFont(font);
}

} // namespace wharf::ui
