#include "ui/diagnosis/diagnose_question.h"

#include "core/accounts/account_book.h"
#include "ui/diagnosis/paste_field.h"
#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/wording/state_words.h"

#include <QAbstractItemView>
#include <QBoxLayout>
#include <QComboBox>
#include <QProgressBar>
#include <QPushButton>

namespace wharf::ui {

namespace {

/// What the choice holds besides accounts, which are there by their id.
const QString clientsChoice = QStringLiteral("clients");
const QString nobodyChoice = QStringLiteral("nobody");

} // namespace

DiagnoseQuestion::DiagnoseQuestion(const accounts::AccountBook &book, QWidget *parent)
    : QWidget(parent)
    , m_book(book)
    , m_row(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_field(new PasteField(this))
    , m_choice(new QComboBox(this))
    , m_ask(new QPushButton(tr("&Diagnose"), this))
    , m_cancel(new QPushButton(tr("&Cancel"), this))
    , m_progress(new QProgressBar(this))
    , m_recognised(new Label(Label::Role::Caption, {}, this))
    , m_error(new Label(Label::Role::Caption, {}, this))
{
    layOut();
    fillChoice();
    setRunning(false);
    connect(m_ask, &QPushButton::clicked, this, &DiagnoseQuestion::ask);
    connect(m_field, &PasteField::submitted, this, &DiagnoseQuestion::ask);
    connect(m_field, &PasteField::edited, this, &DiagnoseQuestion::textEdited);
    connect(m_choice, &QComboBox::activated, this, [this] { showError({}); });
    connect(m_cancel, &QPushButton::clicked, this, &DiagnoseQuestion::cancelled);
    connect(&book, &accounts::AccountBook::changed, this, &DiagnoseQuestion::fillChoice);
}

void DiagnoseQuestion::layOut()
{
    const int unit = gridUnit(this);
    auto *column = new QVBoxLayout(this);
    setGap(column, this, 0);
    column->setSpacing(unit / 2);
    auto *label = new Label(Label::Role::Strong, tr("&Host, image, or what the failed command said"), this);
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
    column->addWidget(makeChoice());
    column->addSpacing(unit / 2);
    column->addWidget(m_progress);
    QWidget::setTabOrder(m_field, m_ask);
    setTabOrder(m_ask, m_cancel);
    setTabOrder(m_cancel, m_choice);
}

QWidget *DiagnoseQuestion::makeChoice()
{
    auto *part = new QWidget(this);
    m_choiceRow = new QBoxLayout(QBoxLayout::LeftToRight, part);
    setGap(m_choiceRow, this, 1);
    auto *label = new Label(Label::Role::Caption, tr("Sign-in to &examine"), part);
    label->setWordWrap(false);
    label->setBuddy(m_choice);
    m_choice->setObjectName(QStringLiteral("examined"));
    m_choice->setAccessibleName(tr("Sign-in to examine"));
    m_choice->view()->setAccessibleName(m_choice->accessibleName());
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_choice->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_choice->setMinimumContentsLength(8);
    m_choiceRow->addWidget(label);
    m_choiceRow->addWidget(m_choice);
    m_choiceRow->addStretch();
    return part;
}

void DiagnoseQuestion::setAccount(const std::optional<accounts::Account> &account)
{
    renewAccount(account);
    chooseFirst();
    setText(account ? account->host.name() : QString());
}

void DiagnoseQuestion::renewAccount(const std::optional<accounts::Account> &account)
{
    m_account = account;
    fillChoice();
}

void DiagnoseQuestion::setText(const QString &text)
{
    m_field->setText(text);
}

void DiagnoseQuestion::chooseFirst()
{
    m_choice->setCurrentIndex(0);
}

void DiagnoseQuestion::fillChoice()
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
    m_choice->setCurrentIndex(qMax(0, m_choice->findData(before)));
}

Examined DiagnoseQuestion::examined() const
{
    const QVariant data = m_choice->currentData();
    if (data == clientsChoice)
        return Examined::Clients;
    return data == nobodyChoice ? Examined::Nobody : Examined::Account;
}

const accounts::Account *DiagnoseQuestion::chosenAccount() const
{
    if (m_account)
        return &*m_account; // for its registry and its network settings, whoever is examined
    return examined() == Examined::Account ? m_book.accounts().find(m_choice->currentData().toUuid()) : nullptr;
}

void DiagnoseQuestion::ask()
{
    if (m_running)
        return;
    const accounts::Account *account = chosenAccount();
    const DiagnoseInput input = DiagnoseInput::read(m_field->text(), examined(), account);
    showError(input.error);
    if (!input.error.isEmpty()) {
        m_field->focusAll();
        return;
    }
    Q_EMIT asked({ .input = input,
                   .question = input.question(examined(), account),
                   .storeKey = examined() == Examined::Account && account ? account->storeKey() : QString() });
}

void DiagnoseQuestion::setRunning(bool running)
{
    m_running = running;
    const QWidget *focused = window()->focusWidget();
    const bool hasKeys = focused && (m_field->isAncestorOf(focused) || focused == m_ask || focused == m_cancel);
    m_ask->setVisible(!running);
    m_cancel->setVisible(running);
    m_progress->setVisible(running);
    m_choice->setEnabled(!running);
    m_field->setReadOnly(running);
    // The button under the keyboard has gone: its counterpart takes over.
    if (hasKeys && isVisible())
        (running ? static_cast<QWidget *>(m_cancel) : m_field)->setFocus(Qt::OtherFocusReason);
}

void DiagnoseQuestion::setProgress(const QString &step)
{
    m_progress->setAccessibleDescription(step);
}

void DiagnoseQuestion::focusField()
{
    m_field->focusAll();
}

void DiagnoseQuestion::textEdited()
{
    showError({});
    m_recognised->setTextOrHide(DiagnoseInput::read(m_field->text(), Examined::Nobody, nullptr).recognised);
}

void DiagnoseQuestion::showError(const QString &error)
{
    m_error->setTextOrHide(error);
    m_field->setDescription(error);
}

void DiagnoseQuestion::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Where the width is short the field and the choice take all of it.
    const auto direction = width() < 44 * gridUnit(this) ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight;
    m_row->setDirection(direction);
    m_choiceRow->setDirection(direction);
}

} // namespace wharf::ui
