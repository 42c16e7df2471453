#include "ui/diagnosis/diagnose_page.h"

#include "core/accounts/account_book.h"
#include "core/wording/wording.h"
#include "ui/diagnosis/folding_head.h"
#include "ui/diagnosis/other_findings.h"
#include "ui/diagnosis/paste_field.h"
#include "ui/diagnosis/report_bar.h"
#include "ui/diagnosis/step_rail.h"
#include "ui/diagnosis/upload_consent.h"
#include "ui/diagnosis/verdict_card.h"
#include "ui/style/card.h"
#include "ui/style/empty_state.h"
#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/style/notice.h"
#include "ui/style/page_area.h"
#include "ui/wording/state_words.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

namespace wharf::ui {

namespace {

/// What the choice holds besides accounts, which are there by their id.
const QString clientsChoice = QStringLiteral("clients");
const QString nobodyChoice = QStringLiteral("nobody");

} // namespace

DiagnosePage::DiagnosePage(const accounts::AccountBook &book, DiagnosisRun *run, QSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_book(book)
    , m_run(run)
    , m_consent(new UploadConsent(settings, this))
    , m_area(new PageArea(this))
    , m_row(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_field(new PasteField(this))
    , m_choice(new QComboBox(this))
    , m_ask(new QPushButton(tr("&Diagnose"), this))
    , m_cancel(new QPushButton(tr("&Cancel"), this))
    , m_progress(new QProgressBar(this))
    , m_recognised(new Label(Label::Role::Caption, {}, this))
    , m_error(new Label(Label::Role::Caption, {}, this))
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
    for (QWidget *part : std::initializer_list<QWidget *> { makeQuestion(), m_notice, m_verdict, m_report, m_others, m_steps })
        m_area->column()->addWidget(part);
    m_area->column()->addWidget(m_empty, 1);
    m_area->column()->addStretch();
    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 0);
    outer->addWidget(m_area);
    clearResult();

    connect(m_ask, &QPushButton::clicked, this, &DiagnosePage::ask);
    connect(m_field, &PasteField::submitted, this, &DiagnosePage::ask);
    connect(m_field, &PasteField::edited, this, &DiagnosePage::textEdited);
    connect(m_choice, &QComboBox::activated, this, [this] { m_error->setTextOrHide({}); });
    connect(m_cancel, &QPushButton::clicked, m_run, &DiagnosisRun::cancel);
    connect(m_report, &ReportBar::againRequested, this, &DiagnosePage::runAgain);
    connect(m_consent, &UploadConsent::answered, this, &DiagnosePage::start);
    connect(m_run, &DiagnosisRun::stepChanged, this, &DiagnosePage::stepChanged);
    connect(m_run, &DiagnosisRun::finished, this, &DiagnosePage::finished);
    connect(m_run, &DiagnosisRun::failed, this, &DiagnosePage::failed);
}

QWidget *DiagnosePage::makeQuestion()
{
    const int unit = gridUnit(this);
    auto *question = new QWidget(this);
    auto *column = new QVBoxLayout(question);
    setGap(column, this, 0);
    column->setSpacing(unit / 2);
    auto *label = new Label(Label::Role::Strong, tr("&Host, image, or what the failed command said"), question);
    label->setBuddy(m_field);
    m_field->setName(QStringLiteral("diagnoseWhat"), tr("Host, image, or what the failed command said"));
    m_field->setPlaceholderText(tr("registry.example.com/group/project"));
    m_ask->setObjectName(QStringLiteral("diagnose"));
    m_ask->setDefault(true);
    m_cancel->setObjectName(QStringLiteral("cancelDiagnosis"));
    m_cancel->setAutoDefault(false);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(unit / 2);
    m_progress->setAccessibleName(tr("Examining"));
    m_recognised->setObjectName(QStringLiteral("recognised"));
    m_recognised->hide();
    m_error->setObjectName(QStringLiteral("diagnoseError"));
    m_error->setTone(Tone::Bad);
    m_error->hide();

    m_row->setSpacing(unit);
    m_row->addWidget(m_field, 1);
    m_row->addWidget(m_ask, 0, Qt::AlignTop | Qt::AlignLeft);
    m_row->addWidget(m_cancel, 0, Qt::AlignTop | Qt::AlignLeft);
    column->addWidget(label);
    column->addLayout(m_row);
    column->addWidget(m_error);
    column->addWidget(m_recognised);
    column->addSpacing(unit / 2);
    column->addWidget(makeChoice(question));
    column->addSpacing(unit / 2);
    column->addWidget(m_progress);
    setTabOrder(m_field, m_ask);
    setTabOrder(m_ask, m_cancel);
    setTabOrder(m_cancel, m_choice);
    return question;
}

QWidget *DiagnosePage::makeChoice(QWidget *parent)
{
    auto *part = new QWidget(parent);
    auto *row = new QFormLayout(part);
    setGap(row, this, 1);
    // The choice goes below its name where the two do not fit beside each other.
    row->setRowWrapPolicy(QFormLayout::WrapLongRows);
    row->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    row->setFormAlignment(Qt::AlignLeft);
    auto *label = new Label(Label::Role::Caption, tr("Sign-in to &examine"), part);
    label->setWordWrap(false);
    label->setBuddy(m_choice);
    m_choice->setObjectName(QStringLiteral("examined"));
    m_choice->setAccessibleName(tr("Sign-in to examine"));
    m_choice->view()->setAccessibleName(m_choice->accessibleName());
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_choice->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_choice->setMinimumContentsLength(8);
    label->setMinimumHeight(m_choice->sizeHint().height());
    row->addRow(label, m_choice);
    return part;
}

void DiagnosePage::setAccount(const std::optional<accounts::Account> &account)
{
    const bool other = (account ? account->id : QUuid()) != (m_account ? m_account->id : QUuid());
    const bool first = m_choice->count() == 0;
    m_account = account;
    if (!other && !first) {
        if (!account)
            fillChoice(); // accounts may have come and gone
        return;
    }
    m_run->forget();
    m_consent->withdraw();
    fillChoice();
    m_field->setText(account ? account->host.name() : QString());
    clearResult();
}

void DiagnosePage::fillChoice()
{
    const QVariant before = m_choice->currentData();
    m_choice->clear();
    if (m_account)
        m_choice->addItem(tr("This account (%1)").arg(m_account->displayName()), m_account->id);
    m_choice->addItem(tr("What Docker or Podman sends"), clientsChoice);
    m_choice->addItem(tr("Nobody’s (anonymous)"), nobodyChoice);
    if (!m_account) {
        for (const accounts::Account &account : m_book.accounts().list)
            m_choice->addItem(accountTitle(account), account.id);
    }
    // Whole names rather than a row: only what is longer than the page is wide is cut.
    m_choice->setMinimumWidth(qMin(m_choice->sizeHint().width(), 30 * gridUnit(this)));
    m_choice->setCurrentIndex(qMax(0, m_account ? 0 : m_choice->findData(before)));
}

Examined DiagnosePage::examined() const
{
    const QVariant data = m_choice->currentData();
    if (data == clientsChoice)
        return Examined::Clients;
    return data == nobodyChoice ? Examined::Nobody : Examined::Account;
}

const accounts::Account *DiagnosePage::chosenAccount() const
{
    if (m_account)
        return &*m_account; // for its registry and its network settings, whoever is examined
    return examined() == Examined::Account ? m_book.accounts().find(m_choice->currentData().toUuid()) : nullptr;
}

void DiagnosePage::diagnose(const QString &text)
{
    m_field->setText(text);
    m_choice->setCurrentIndex(0);
    m_run->forget();
    ask();
}

void DiagnosePage::focusField()
{
    m_field->focusAll();
}

void DiagnosePage::ask()
{
    if (m_run->isRunning())
        return;
    const accounts::Account *account = chosenAccount();
    const DiagnoseInput input = DiagnoseInput::read(m_field->text(), examined(), account);
    m_error->setTextOrHide(input.error);
    m_field->setDescription(input.error);
    if (!input.error.isEmpty()) {
        m_field->focusAll();
        return;
    }
    m_order = { .question = input.question(examined(), account),
                .storeKey = examined() == Examined::Account && account ? account->storeKey() : QString() };
    // Nobody may upload; and where only a pull failed nothing else is tried.
    const bool mayUpload = !input.repository.isEmpty() && examined() != Examined::Nobody
        && m_order.question.actions.contains(QLatin1String("push"));
    if (mayUpload)
        m_consent->ask(input.typed);
    else
        start(false);
}

void DiagnosePage::start(bool upload)
{
    m_order.question.probeUpload = upload;
    run(m_order);
}

void DiagnosePage::runAgain()
{
    if (!m_run->isRunning() && !m_order.question.typed.isEmpty())
        run(m_order);
    else if (!m_run->isRunning())
        ask();
}

void DiagnosePage::run(const DiagnosisRun::Order &order)
{
    m_notice->clear();
    m_empty->hide();
    m_verdict->hide();
    m_report->hide();
    m_others->hide();
    m_rail->reset();
    m_steps->show();
    m_run->start(order);
    showRunning(m_run->isRunning());
    m_area->verticalScrollBar()->setValue(0);
}

void DiagnosePage::stepChanged(const diagnosis::Step &step)
{
    m_rail->present(step);
    const QString running = m_rail->running();
    m_progress->setAccessibleDescription(running);
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
}

void DiagnosePage::failed(const Failure &failure)
{
    clearResult();
    const QString host = m_account ? m_account->host.name() : QString();
    m_notice->say(Tone::Caution, wording::failureWords(failure, host));
}

void DiagnosePage::showRunning(bool running)
{
    const bool inField = m_field->isAncestorOf(window()->focusWidget()) || m_ask->hasFocus() || m_cancel->hasFocus();
    m_ask->setVisible(!running);
    m_cancel->setVisible(running);
    m_progress->setVisible(running);
    m_choice->setEnabled(!running);
    m_field->setReadOnly(running);
    m_report->setRunning(running);
    // The button under the keyboard has gone: its counterpart takes over.
    if (inField && isVisible())
        (running ? static_cast<QWidget *>(m_cancel) : m_field)->setFocus(Qt::OtherFocusReason);
}

void DiagnosePage::textEdited()
{
    m_error->setTextOrHide({});
    m_field->setDescription({});
    m_recognised->setTextOrHide(DiagnoseInput::read(m_field->text(), Examined::Nobody, nullptr).recognised);
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

void DiagnosePage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Where the width is short the field takes all of it.
    m_row->setDirection(width() < 44 * gridUnit(this) ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void DiagnosePage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_run->isRunning())
        m_run->cancel();
    else
        QWidget::keyPressEvent(event);
}

} // namespace wharf::ui
