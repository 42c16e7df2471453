#include "ui/diagnosis/step_rail.h"

#include "ui/diagnosis/folding_head.h"
#include "ui/diagnosis/step_row.h"
#include "ui/style/grid.h"

#include <QKeyEvent>
#include <QVBoxLayout>

namespace wharf::ui {

using diagnosis::Step;
using diagnosis::StepId;
using diagnosis::StepStatus;

StepRail::StepRail(QWidget *parent)
    : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    setGap(column, this, 0);
    const QList<StepId> ids = diagnosis::allSteps();
    for (const StepId id : ids) {
        auto *row = new StepRow(id, this);
        row->setEdge(id == ids.first(), id == ids.last());
        column->addWidget(row);
        m_rows.append(row);
    }
}

void StepRail::reset()
{
    for (StepRow *row : std::as_const(m_rows)) {
        row->head()->setChecked(false);
        row->present(Step { .id = row->step().id });
    }
}

void StepRail::present(const Step &step)
{
    for (StepRow *row : std::as_const(m_rows)) {
        if (row->step().id == step.id)
            row->present(step);
    }
}

QString StepRail::running() const
{
    for (const StepRow *row : m_rows) {
        if (row->step().status == StepStatus::Running)
            return diagnosis::stepTitle(row->step().id);
    }
    return {};
}

void StepRail::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Down)
        move(1);
    else if (event->key() == Qt::Key_Up)
        move(-1);
    else
        QWidget::keyPressEvent(event);
}

void StepRail::move(int by)
{
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (!m_rows[i]->head()->hasFocus())
            continue;
        const qsizetype next = i + by;
        if (next >= 0 && next < m_rows.size())
            m_rows[next]->head()->setFocus(by > 0 ? Qt::TabFocusReason : Qt::BacktabFocusReason);
        return;
    }
}

} // namespace wharf::ui
