#include "ui/diagnosis/step_row.h"

#include "ui/diagnosis/exchange_text.h"
#include "ui/diagnosis/folding_head.h"
#include "ui/style/code_block.h"
#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/wording/diagnosis_words.h"

#include <QPainter>
#include <QVBoxLayout>

namespace wharf::ui {

using diagnosis::Step;
using diagnosis::StepStatus;

StepRow::StepRow(diagnosis::StepId id, QWidget *parent)
    : QWidget(parent)
    , m_head(new FoldingHead(this))
{
    auto *column = new QVBoxLayout(this);
    setGap(column, this, 0);
    column->addWidget(m_head);
    m_head->setObjectName(QStringLiteral("step-") + diagnosis::stepName(id));
    connect(m_head, &QAbstractButton::toggled, this, &StepRow::showBody);
    present(Step { .id = id });
}

void StepRow::present(const Step &step)
{
    m_step = step;
    const DiagnosisMark mark = stepMark(step.status);
    const QString title = diagnosis::stepTitle(step.id);
    const QString figure = durationText(step.milliseconds);
    const bool quiet = step.status == StepStatus::Waiting || step.status == StepStatus::Skipped;
    QStringList spoken { tr("%1: %2", "a step and how it came out").arg(title, mark.word) };
    spoken << step.summary << figure;
    spoken.removeAll(QString());
    const bool opens = !step.evidence.isEmpty() || !step.exchanges.isEmpty();
    const bool open = opens && m_head->isChecked();
    delete std::exchange(m_body, nullptr);
    if (!open)
        m_head->setChecked(false);
    m_head->present({ .icon = mark.icon,
                      .tone = quiet ? std::nullopt : std::optional(mark.tone),
                      .title = title,
                      .sentence = step.summary,
                      .figure = figure,
                      .spoken = spoken.join(QStringLiteral(". ")),
                      .opens = opens });
    showBody(open);
}

void StepRow::setEdge(bool first, bool last)
{
    m_first = first;
    m_last = last;
    update();
}

void StepRow::showBody(bool open)
{
    if (open && !m_body)
        makeBody();
    if (m_body)
        m_body->setVisible(open);
}

void StepRow::makeBody()
{
    const int unit = gridUnit(this);
    m_body = new QWidget(this);
    m_body->setObjectName(QStringLiteral("stepBody"));
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(unit / 2 + iconSize(this) + unit, 0, unit / 2, unit);
    column->setSpacing(unit / 2);
    for (const QString &line : std::as_const(m_step.evidence)) {
        auto *label = new Label(Label::Role::Caption, line, m_body);
        label->setObjectName(QStringLiteral("evidenceLine"));
        label->makeSelectable();
        column->addWidget(label);
    }
    for (const net::Exchange &exchange : std::as_const(m_step.exchanges)) {
        auto *block = new CodeBlock(exchangeText(exchange), exchangeName(exchange), m_body);
        block->setObjectName(QStringLiteral("exchange"));
        column->addWidget(block);
    }
    layout()->addWidget(m_body);
}

void StepRow::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    // The rail leads from shape to shape, with a little air around each.
    const QRect mark = m_head->mark().translated(m_head->pos());
    const int gap = gridUnit(this) / 4;
    QPainter painter(this);
    painter.setPen(QPen(hairlineColor(palette()), 1));
    if (!m_first)
        painter.drawLine(mark.center().x(), 0, mark.center().x(), mark.top() - gap);
    if (!m_last)
        painter.drawLine(mark.center().x(), mark.bottom() + gap, mark.center().x(), height());
}

} // namespace wharf::ui
