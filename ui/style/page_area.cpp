#include "ui/style/page_area.h"

#include "ui/style/grid.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QTimer>
#include <QVBoxLayout>

namespace wharf::ui {

PageArea::PageArea(QWidget *parent)
    : QScrollArea(parent)
{
    const int unit = gridUnit(this);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setFocusPolicy(Qt::NoFocus);
    viewport()->setAutoFillBackground(false);

    auto *page = new QWidget;
    page->setAutoFillBackground(false);
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(3 * unit, 2 * unit, 3 * unit, 3 * unit);
    auto *body = new QWidget(page);
    body->setMaximumWidth(100 * unit);
    m_column = new QVBoxLayout(body);
    setGap(m_column, this, 2);
    row->addWidget(body, 1);
    row->addStretch(0);
    setWidget(page);
    connect(qApp, &QApplication::focusChanged, this, &PageArea::revealFocus);
}

void PageArea::revealFocus()
{
    QWidget *focused = QApplication::focusWidget();
    if (focused && isVisible() && widget()->isAncestorOf(focused))
        ensureWidgetVisible(focused, 0, 3 * gridUnit(this));
}

void PageArea::reveal(QWidget *part)
{
    // Later, for only the layout gives it its place.
    QTimer::singleShot(0, part, [this, part] { ensureWidgetVisible(part, 0, gridUnit(this)); });
}

} // namespace wharf::ui
