#include "ui/diagnosis/finding_view.h"

#include "ui/style/code_block.h"
#include "ui/style/grid.h"
#include "ui/style/label.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace wharf::ui {

QList<RemedyStep> remedySteps(const QStringList &lines)
{
    const QLatin1String indent("    ");
    QList<RemedyStep> steps;
    for (const QString &line : lines) {
        if (!line.startsWith(indent) || steps.isEmpty()) {
            steps.append({ .sentence = line.trimmed(), .block = {} });
            continue;
        }
        QString &block = steps.last().block;
        if (!block.isEmpty())
            block += QLatin1Char('\n');
        block += line.mid(indent.size());
    }
    return steps;
}

FindingView::FindingView(const diagnosis::Finding &finding, const diagnosis::FindingWords &words, QWidget *parent)
    : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    setGap(column, this, 2);
    if (!words.explanation.isEmpty()) {
        auto *explanation = new Label(Label::Role::Body, words.explanation, this);
        explanation->setObjectName(QStringLiteral("explanation"));
        explanation->makeSelectable();
        column->addWidget(explanation);
    }
    addRemedy(words.remedy);
    addReasons(finding, words);
}

void FindingView::addRemedy(const QStringList &lines)
{
    if (lines.isEmpty())
        return;
    const int unit = gridUnit(this);
    auto *part = new QVBoxLayout;
    part->setSpacing(unit);
    part->addWidget(new Label(Label::Role::Heading, tr("What to do"), this));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(unit);
    grid->setVerticalSpacing(unit);
    grid->setColumnStretch(1, 1);
    int number = 0;
    int line = 0;
    const QList<RemedyStep> steps = remedySteps(lines);
    for (const RemedyStep &step : steps) {
        auto *sentence = new Label(Label::Role::Body, step.sentence, this);
        sentence->setObjectName(QStringLiteral("remedyStep"));
        sentence->makeSelectable();
        // A single step needs no number.
        if (steps.size() > 1) {
            auto *count = new Label(Label::Role::Caption, tr("%1.", "the number of a step").arg(++number), this);
            count->setWordWrap(false);
            grid->addWidget(count, line, 0, Qt::AlignTop | Qt::AlignRight);
        }
        grid->addWidget(sentence, line++, 1);
        if (!step.block.isEmpty()) {
            auto *block = new CodeBlock(step.block, step.sentence, this);
            block->setObjectName(QStringLiteral("remedyBlock"));
            grid->addWidget(block, line++, 1);
        }
    }
    part->addLayout(grid);
    static_cast<QVBoxLayout *>(layout())->addLayout(part);
}

void FindingView::addReasons(const diagnosis::Finding &finding, const diagnosis::FindingWords &words)
{
    const bool wonders = finding.code != QLatin1String("healthy") && finding.code != QLatin1String("unknown");
    addLines(wonders ? tr("Why we think so") : tr("What was seen"), words.evidence);
    if (!words.settledBy.isEmpty())
        addLines(tr("What would settle it"), { words.settledBy });
}

void FindingView::addLines(const QString &heading, const QStringList &lines)
{
    if (lines.isEmpty())
        return;
    auto *part = new QVBoxLayout;
    part->setSpacing(gridUnit(this) / 2);
    part->addWidget(new Label(Label::Role::Heading, heading, this));
    for (const QString &line : lines) {
        auto *label = new Label(Label::Role::Caption, line, this);
        label->makeSelectable();
        part->addWidget(label);
    }
    static_cast<QVBoxLayout *>(layout())->addLayout(part);
}

} // namespace wharf::ui
