#include "ui/diagnosis/diagnose_page.h"

#include "core/wording/wording.h"
#include "ui/diagnosis/folding_head.h"
#include "ui/diagnosis/other_findings.h"
#include "ui/diagnosis/report_bar.h"
#include "ui/diagnosis/step_rail.h"
#include "ui/diagnosis/upload_consent.h"
#include "ui/diagnosis/verdict_card.h"
#include "ui/style/card.h"
#include "ui/style/empty_state.h"
#include "ui/style/grid.h"
#include "ui/style/notice.h"
#include "ui/style/page_area.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <QVBoxLayout>

namespace wharf::ui {

DiagnosePage::DiagnosePage(const accounts::AccountBook &book, DiagnosisRun *run, QSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_consent(new UploadConsent(settings, this))
    , m_area(new PageArea(this))
    , m_question(new DiagnoseQuestion(book, this))
    , m_notice(new Notice(this))
    , m_verdict(new VerdictCard(this))
    , m_report(new ReportBar(this))
    , m_others(new OtherFindings(this))
    , m_steps(cardOfLines(tr("Step by step"), this))
    , m_rail(new StepRail(m_steps))
    , m_empty(new EmptyState(QStringLiteral("drawing-diagnose"), tr("What does not work?"),
                             tr("Name the host or the image, or paste what the failed command said. Wharfinger walks the way a client "
                                "walks, and says where it ends, why, and whose job the fix is."), {}, this))
{
    m_run->setParent(this);
    m_steps->content()->addWidget(m_rail);
    m_verdict->setObjectName(QStringLiteral("verdict"));
    m_notice->setObjectName(QStringLiteral("diagnoseNotice"));
    for (QWidget *part : std::initializer_list<QWidget *> { m_question, m_notice, m_verdict, m_report, m_others, m_steps })
        m_area->column()->addWidget(part);
    m_area->column()->addWidget(m_empty, 1);
    m_area->column()->addStretch();
    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 0);
    outer->addWidget(m_area);
    clearResult();

    connect(m_question, &DiagnoseQuestion::asked, this, &DiagnosePage::ask);
    connect(m_question, &DiagnoseQuestion::cancelled, m_run, &DiagnosisRun::cancel);
    connect(m_report, &ReportBar::againRequested, this, &DiagnosePage::runAgain);
    connect(m_consent, &UploadConsent::answered, this, &DiagnosePage::start);
    connect(m_run, &DiagnosisRun::stepChanged, this, &DiagnosePage::stepChanged);
    connect(m_run, &DiagnosisRun::finished, this, &DiagnosePage::finished);
    connect(m_run, &DiagnosisRun::failed, this, &DiagnosePage::failed);
}

void DiagnosePage::setAccount(const std::optional<accounts::Account> &account)
{
    const QUuid id = account ? account->id : QUuid();
    if (m_presented && id == m_account) {
        m_question->renewAccount(account);
        return;
    }
    m_presented = true;
    m_account = id;
    m_run->forget();
    m_consent->withdraw();
    m_question->setAccount(account);
    clearResult();
}

void DiagnosePage::diagnose(const QString &text)
{
    m_run->forget();
    showRunning(false);
    m_question->setText(text);
    m_question->chooseFirst();
    m_question->ask();
}

void DiagnosePage::focusField()
{
    m_question->focusField();
}

void DiagnosePage::ask(const DiagnoseQuestion::Asked &asked)
{
    m_asked = { .question = asked.question, .storeKey = asked.storeKey };
    // Nobody may upload; and where only a pull failed nothing else is tried.
    const bool mayUpload = !asked.input.repository.isEmpty() && !asked.question.anonymous
        && asked.question.actions.contains(QLatin1String("push"));
    if (mayUpload)
        m_consent->ask(asked.input.typed);
    else
        start(false);
}

void DiagnosePage::start(bool upload)
{
    m_order = m_asked;
    m_order.question.probeUpload = upload;
    run();
}

void DiagnosePage::runAgain()
{
    if (m_run->isRunning())
        return;
    if (m_order.question.typed.isEmpty())
        m_question->ask();
    else
        run();
}

void DiagnosePage::run()
{
    m_notice->clear();
    m_empty->hide();
    m_verdict->hide();
    m_report->hide();
    m_others->hide();
    m_rail->reset();
    m_steps->show();
    m_run->start(m_order);
    showRunning(m_run->isRunning());
    m_area->verticalScrollBar()->setValue(0);
}

void DiagnosePage::stepChanged(const diagnosis::Step &step)
{
    m_rail->present(step);
    m_question->setProgress(m_rail->running());
}

void DiagnosePage::finished(const diagnosis::Diagnosis &diagnosis)
{
    for (const diagnosis::Step &step : diagnosis.steps)
        m_rail->present(step);
    showRunning(false);
    // What was cut short proves no health, and an unknown cause may just not have been reached.
    const diagnosis::Finding &verdict = diagnosis.verdict();
    const bool says = !diagnosis.cancelled
        || (verdict.severity == diagnosis::Severity::Error && verdict.seen && verdict.code != QLatin1String("unknown"));
    if (diagnosis.cancelled)
        m_notice->say(Tone::Quiet, { .sentence = tr("Stopped before it was done."), .nextStep = says ? tr("This was found until then.")
                                                                                                     : tr("Below is what was seen until then.") });
    m_report->present(diagnosis);
    m_report->show();
    m_verdict->setVisible(says);
    m_others->setVisible(says);
    if (says) {
        m_verdict->present(diagnosis);
        m_others->present(diagnosis);
    }
    m_area->verticalScrollBar()->setValue(0);
    if (says)
        m_area->reveal(m_verdict->band());
}

void DiagnosePage::failed(const Failure &failure)
{
    const QString host = m_order.question.typed;
    clearResult();
    m_notice->say(Tone::Caution, wording::failureWords(failure, host));
}

void DiagnosePage::showRunning(bool running)
{
    m_question->setRunning(running);
    m_report->setRunning(running);
}

void DiagnosePage::clearResult()
{
    showRunning(false);
    m_order = {};
    m_notice->clear();
    m_verdict->hide();
    m_report->hide();
    m_others->hide();
    m_steps->hide();
    m_empty->show();
}

void DiagnosePage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_run->isRunning())
        m_run->cancel();
    else
        QWidget::keyPressEvent(event);
}

} // namespace wharf::ui
