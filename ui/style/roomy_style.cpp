#include "ui/style/roomy_style.h"

#include "ui/style/icons.h"

#include <QApplication>
#include <QStyleOption>

namespace wharf::ui {

namespace {

int unitOf(const QStyleOption &option)
{
    return qMax(6, option.fontMetrics.height() / 2);
}

} // namespace

RoomyStyle::RoomyStyle(QStyle *base)
    : QProxyStyle(base)
    , m_tight(base->name() == QLatin1String("fusion"))
{
}

void RoomyStyle::install()
{
    QApplication::setStyle(new RoomyStyle(QApplication::style()));
}

int RoomyStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    // What stands left and right of the text in a table, in its head and in its cells.
    if (m_tight && widget && (metric == PM_HeaderMargin || metric == PM_FocusFrameHMargin))
        return qMax(6, widget->fontMetrics().height() / 2) / 2 + 1;
    return QProxyStyle::pixelMetric(metric, option, widget);
}

QSize RoomyStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    QSize made = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (!m_tight || !option)
        return made;
    const int unit = unitOf(*option);
    switch (type) {
    case CT_PushButton: return { made.width() + 2 * unit, qMax(made.height(), 4 * unit) };
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox: return { made.width() + unit, qMax(made.height(), 4 * unit) };
    case CT_ToolButton: return made.expandedTo({ 4 * unit, 4 * unit });
    case CT_HeaderSection: return { made.width(), qMax(made.height(), 4 * unit) };
    case CT_MenuItem: return { made.width() + unit, qMax(made.height(), 3 * unit) };
    default: return made;
    }
}

QRect RoomyStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect made = QProxyStyle::subElementRect(element, option, widget);
    if (!m_tight || !option || element != SE_LineEditContents)
        return made;
    const int room = unitOf(*option) / 2;
    return made.adjusted(room, 0, -room, 0);
}

QRect RoomyStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part, const QWidget *widget) const
{
    const QRect made = QProxyStyle::subControlRect(control, option, part, widget);
    if (!m_tight || !option || control != CC_ComboBox || part != SC_ComboBoxEditField)
        return made;
    const int room = unitOf(*option) / 2;
    return option->direction == Qt::RightToLeft ? made.adjusted(0, 0, -room, 0) : made.adjusted(room, 0, 0, 0);
}

QIcon RoomyStyle::standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const
{
    // The style's own is a picture of one colour, and looking for it in the icon theme loads a reader for every image format.
    if (which == SP_LineEditClearButton)
        return icon(QStringLiteral("clear"));
    return QProxyStyle::standardIcon(which, option, widget);
}

} // namespace wharf::ui
