#include "ui/add_account/step_list.h"

#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/style/picture.h"

#include <QGridLayout>

namespace wharf::ui {

namespace {

using accounts::ProofStep;
using accounts::StepOutcome;

constexpr std::initializer_list<ProofStep> allSteps { ProofStep::LookAtToken, ProofStep::ReachRegistry, ProofStep::ExchangeToken,
                                                      ProofStep::ProveAtRegistry, ProofStep::AskGitLab };

QString stepText(ProofStep step)
{
    switch (step) {
    case ProofStep::LookAtToken: return StepList::tr("Look at the token");
    case ProofStep::ReachRegistry: return StepList::tr("Reach the registry");
    case ProofStep::ExchangeToken: return StepList::tr("Trade it for an access token");
    case ProofStep::ProveAtRegistry: return StepList::tr("Show that to the registry");
    case ProofStep::AskGitLab: return StepList::tr("Ask GitLab about scopes and expiry");
    }
    Q_UNREACHABLE();
}

} // namespace

StepList::StepList(QWidget *parent)
    : QWidget(parent)
{
    auto *grid = new QGridLayout(this);
    setGap(grid, this, 1);
    grid->setColumnStretch(1, 1);
    int line = 0;
    for (const ProofStep step : allSteps) {
        const Row row { .picture = new Picture({}, iconSize(this), this), .text = new Label(Label::Role::Body, {}, this) };
        grid->addWidget(row.picture, line, 0, Qt::AlignTop);
        grid->addWidget(row.text, line, 1);
        m_rows.insert(step, row);
        ++line;
    }
    reset();
}

void StepList::reset()
{
    for (const ProofStep step : allSteps) {
        m_rows[step].picture->setPicture(QStringLiteral("unchecked"), std::nullopt);
        m_rows[step].text->setText(stepText(step));
    }
}

void StepList::setStep(ProofStep step, StepOutcome outcome)
{
    const Row &row = m_rows[step];
    switch (outcome) {
    case StepOutcome::Running:
        row.picture->setPicture(QStringLiteral("checking"), Tone::Quiet);
        row.text->setText(tr("%1…", "a step under way").arg(stepText(step)));
        break;
    case StepOutcome::Done:
        row.picture->setPicture(QStringLiteral("ready"), Tone::Good);
        row.text->setText(tr("%1: done").arg(stepText(step)));
        break;
    case StepOutcome::Failed:
        // What GitLab does not tell fails no sign-in.
        row.picture->setPicture(step == ProofStep::AskGitLab ? QStringLiteral("notasked") : QStringLiteral("refused"),
                                step == ProofStep::AskGitLab ? Tone::Quiet : Tone::Bad);
        row.text->setText(step == ProofStep::AskGitLab ? tr("%1: it does not say").arg(stepText(step)) : tr("%1: failed").arg(stepText(step)));
        break;
    case StepOutcome::Skipped:
        row.picture->setPicture(QStringLiteral("notasked"), Tone::Quiet);
        row.text->setText(tr("%1: not needed here").arg(stepText(step)));
        break;
    }
}

} // namespace wharf::ui
