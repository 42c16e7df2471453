#include "ui/diagnosis/diagnose_view.h"

#include "ui/diagnosis/diagnose_page.h"
#include "ui/main_window/page_header.h"
#include "ui/style/grid.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

namespace wharf::ui {

DiagnoseView::DiagnoseView(DiagnosePage *page, QWidget *parent)
    : QWidget(parent)
    , m_header(new PageHeader(this))
    , m_page(page)
{
    m_header->setTitle(tr("Diagnose"), tr("Why a sign-in, a pull or a push fails. Nothing is changed on this machine or at the registry."));
    auto *close = new QPushButton(tr("C&lose"), m_header);
    close->setObjectName(QStringLiteral("closeDiagnose"));
    close->setAutoDefault(false);
    m_header->addAction(close);
    connect(close, &QPushButton::clicked, this, &DiagnoseView::closed);
    auto *column = new QVBoxLayout(this);
    setGap(column, this, 0);
    column->addWidget(m_header);
    column->addWidget(m_page, 1);
}

void DiagnoseView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

} // namespace wharf::ui
