#include "ui/add_account/add_account_page.h"

#include "ui/accounts/account_actions.h"
#include "ui/add_account/connection_options.h"
#include "ui/add_account/credential_fields.h"
#include "ui/add_account/sign_in_run.h"
#include "ui/add_account/step_list.h"
#include "ui/add_account/token_page_finder.h"
#include "ui/add_account/where_input.h"
#include "ui/main_window/page_header.h"
#include "ui/settings/window_settings.h"
#include "ui/style/card.h"
#include "ui/style/flow_layout.h"
#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/style/notice.h"
#include "ui/style/page_area.h"
#include "ui/style/switch.h"
#include "ui/wording/state_words.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace wharf::ui {

namespace {

/// Nobody there, or nobody who speaks as a registry does: it is the host that wants another look.
bool isAboutWhere(const Failure &failure, const registry::RegistryHost &host)
{
    const QUrl api = host.api(QStringLiteral("https"));
    if (!failure.host.isEmpty() && failure.host != api.host() && failure.host != api.authority())
        return false; // the realm's, maybe: nothing that was typed
    const bool speaksOtherwise = failure.kind == Kind::BadReply || failure.kind == Kind::NotFound;
    return (failure.stage == Stage::Connect && couldNotTalk(failure)) || failure.stage == Stage::Challenge || (failure.stage == Stage::Ping && speaksOtherwise);
}

} // namespace

AddAccountPage::AddAccountPage(const Services &services, AccountActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_services(services)
    , m_actions(actions)
    , m_run(new SignInRun(this))
    , m_finder(new TokenPageFinder(this))
    , m_header(new PageHeader(this))
    , m_area(new PageArea(this))
    , m_whereCard(new Card({}, this))
    , m_where(new QLineEdit(this))
    , m_whereHint(new Label(Label::Role::Caption, tr("A host, an image name, a docker login line, or the CI_REGISTRY variables of a CI job."), this))
    , m_whereError(new Label(Label::Role::Caption, {}, this))
    , m_tokenCard(new Card({}, this))
    , m_fields(new CredentialFields(this))
    , m_connection(new ConnectionOptions(this))
    , m_checksCard(new Card({}, this))
    , m_steps(new StepList(this))
    , m_notice(new Notice(this))
    , m_give(new Switch(tr("&Give it to Docker and Podman"), this))
    , m_signIn(new QPushButton(tr("&Sign in"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_done(new QPushButton(tr("&Open the account"), this))
{
    buildWhere();
    m_tokenCard->content()->addWidget(m_fields);
    m_checksCard->content()->addWidget(m_steps);
    m_area->column()->addWidget(m_whereCard);
    m_area->column()->addWidget(m_tokenCard);
    m_area->column()->addWidget(m_connection);
    buildFinish();
    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 0);
    outer->addWidget(m_header);
    outer->addWidget(m_area, 1);

    connect(m_fields, &CredentialFields::submitted, this, &AddAccountPage::submit);
    connect(m_signIn, &QPushButton::clicked, this, &AddAccountPage::submit);
    connect(m_cancel, &QPushButton::clicked, this, &AddAccountPage::cancel);
    connect(m_done, &QPushButton::clicked, this, [this] { Q_EMIT finished(m_made); });
    connect(m_run, &SignInRun::stepChanged, m_steps, &StepList::setStep);
    connect(m_run, &SignInRun::failed, this, &AddAccountPage::showFailure);
    connect(m_run, &SignInRun::succeeded, this, &AddAccountPage::showSuccess);
    connect(m_finder, &TokenPageFinder::found, this, [this](const registry::RegistryHost &host, const QUrl &page) {
        if (host == m_host)
            m_fields->setTokenPage(page);
    });
}

void AddAccountPage::buildWhere()
{
    const int unit = gridUnit(this);
    auto *caption = new Label(Label::Role::Strong, tr("&Where?"), m_whereCard);
    caption->setBuddy(m_where);
    m_where->setObjectName(QStringLiteral("where"));
    m_where->setAccessibleName(tr("Where? A registry, an image, a docker login line, or CI variables"));
    m_where->setPlaceholderText(QStringLiteral("registry.example.com"));
    m_where->setMaxLength(65536);
    m_whereError->setObjectName(QStringLiteral("whereError"));
    m_whereError->setTone(Tone::Bad);
    m_whereError->hide();
    m_whereCard->content()->setSpacing(unit / 2);
    m_whereCard->content()->addWidget(caption);
    m_whereCard->content()->addWidget(m_where);
    m_whereCard->content()->addWidget(m_whereHint);
    m_whereCard->content()->addWidget(m_whereError);
    connect(m_where, &QLineEdit::textChanged, this, &AddAccountPage::whereChanged);
    connect(m_where, &QLineEdit::editingFinished, this, &AddAccountPage::whereSettled);
    connect(m_where, &QLineEdit::returnPressed, this, [this] {
        if (!m_host.isEmpty())
            m_fields->focusFirst();
    });
}

void AddAccountPage::buildFinish()
{
    const int unit = gridUnit(this);
    m_give->setObjectName(QStringLiteral("give"));
    m_signIn->setObjectName(QStringLiteral("signIn"));
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_done->setObjectName(QStringLiteral("openAccount"));
    m_notice->setObjectName(QStringLiteral("signInNotice"));
    m_signIn->setDefault(true);
    m_done->setDefault(true);
    m_cancel->setAutoDefault(false);
    auto *buttons = new FlowLayout;
    buttons->setSpacing(unit);
    buttons->addWidget(m_signIn);
    buttons->addWidget(m_done);
    buttons->addWidget(m_cancel);
    m_area->column()->addWidget(m_give);
    m_area->column()->addWidget(m_checksCard);
    m_area->column()->addWidget(m_notice);
    m_area->column()->addLayout(buttons);
    m_area->column()->addStretch();
}

void AddAccountPage::startNew()
{
    m_replaces = {};
    start(tr("Add an account"), tr("Sign in to a container registry."));
    m_connection->reset({}, {});
    m_where->setReadOnly(false);
    m_where->setFocus();
}

void AddAccountPage::startReplacing(const accounts::Account &account)
{
    start(tr("Replace the token"), accountTitle(account));
    m_replaces = account.id;
    m_where->setText(account.host.name());
    m_where->setReadOnly(true);
    m_connection->reset(account.label, account.network);
    m_fields->reset(account.userName);
    whereSettled();
    m_fields->focusFirst();
}

void AddAccountPage::start(const QString &title, const QString &caption)
{
    m_run->cancel();
    m_header->setTitle(title, caption);
    m_made = {};
    m_where->clear();
    m_fields->reset({});
    m_fields->setTokenPage({});
    m_give->setChecked(givesToClients(m_services.settings));
    setRunning(false);
    m_checksCard->hide();
    m_notice->clear();
    m_done->hide();
    m_signIn->show();
    m_cancel->show();
    whereChanged();
}

void AddAccountPage::whereChanged()
{
    const WhereInput input = WhereInput::read(m_where->text());
    m_host = input.host;
    m_whereError->setTextOrHide({});
    m_where->setAccessibleDescription({});
    m_whereHint->show();
    // The page unfolds as soon as there is a registry.
    const bool open = !m_host.isEmpty();
    for (QWidget *part : std::initializer_list<QWidget *> { m_tokenCard, m_connection, m_give, m_signIn })
        part->setVisible(open);
    if (!input.pasted)
        return;
    // What was pasted goes where it belongs; a secret does not stay in a field that shows it.
    const registry::RegistryHost host = m_host;
    m_where->setText(host.name());
    m_fields->fill(input.pasted->credential, input.pasted->kind);
    whereSettled();
}

void AddAccountPage::whereSettled()
{
    const WhereInput input = WhereInput::read(m_where->text());
    const bool wrong = !input.error.isEmpty() && !m_where->text().trimmed().isEmpty();
    m_whereError->setTextOrHide(wrong ? input.error : QString());
    m_where->setAccessibleDescription(wrong ? input.error : QString());
    m_fields->setTokenPage({});
    m_finder->stop();
    if (input.host.isEmpty())
        return;
    accounts::Account asked;
    asked.host = input.host;
    asked.network = m_connection->settings();
    m_finder->find(m_services.sessions(asked), input.host);
}

void AddAccountPage::submit()
{
    if (m_run->isRunning() || m_host.isEmpty() || !m_made.isNull() || !m_fields->validate())
        return;
    accounts::SignInRequest request;
    request.host = m_host;
    request.credential = m_fields->credential();
    request.kind = m_fields->kind();
    request.label = m_connection->label();
    request.network = m_connection->settings();
    request.replaces = m_replaces;
    accounts::Account asked;
    asked.host = request.host;
    asked.network = request.network;
    const auto session = m_services.sessions(asked);
    m_notice->clear();
    if (!session) {
        m_notice->say(Tone::Quiet, { .sentence = tr("This is the demonstration: nobody is asked, and nothing is signed in."),
                                     .nextStep = tr("Start Wharfinger without --demo to sign in.") });
        return;
    }
    m_finder->stop();
    m_steps->reset();
    m_checksCard->show();
    setRunning(true);
    m_run->start(session, m_services.store, m_services.book.file(), request);
    m_cancel->setFocus();
    m_area->reveal(m_checksCard);
}

void AddAccountPage::cancel()
{
    if (m_run->isRunning()) {
        // The first cancel stops the checks and leaves what was typed, the second one the page.
        m_run->cancel();
        m_checksCard->hide();
        setRunning(false);
        m_fields->focusFirst();
        return;
    }
    m_finder->stop();
    m_fields->forget();
    Q_EMIT cancelled();
}

void AddAccountPage::setRunning(bool running)
{
    m_whereCard->setEnabled(!running);
    m_tokenCard->setEnabled(!running);
    m_connection->setEnabled(!running);
    m_give->setEnabled(!running);
    m_signIn->setEnabled(!running);
}

void AddAccountPage::showFailure(const Failure &failure)
{
    setRunning(false);
    const wording::Words words = wording::failureWords(failure, m_host.name());
    const bool aboutUser = failure.subject.startsWith(QLatin1String("user-name"));
    const bool aboutToken = failure.stage == Stage::Input || (failure.stage == Stage::Token && !couldNotTalk(failure));
    if (isAboutWhere(failure, m_host)) {
        m_whereHint->hide();
        m_whereError->setTextOrHide(words.text());
        m_where->setAccessibleDescription(words.text());
        m_checksCard->hide();
        m_where->setFocus();
        m_where->selectAll();
        m_area->reveal(m_whereCard);
    } else if (aboutUser) {
        m_fields->showUserError(words.text());
    } else if (aboutToken) {
        m_fields->showTokenError(words.text());
    } else {
        m_notice->say(Tone::Bad, words);
        if (failure.stage == Stage::Tls)
            m_connection->unfold(true);
        m_signIn->setFocus();
        m_area->reveal(m_notice);
    }
}

void AddAccountPage::showSuccess(const accounts::SignedIn &signedIn)
{
    m_made = signedIn.account.id;
    m_services.book.reload();
    if (signedIn.proof)
        m_services.checker.adopt(m_made, *signedIn.proof);
    m_fields->forget();
    wording::Words words { .sentence = tr("Signed in as %1.").arg(signedIn.account.userName), .nextStep = {} };
    Tone tone = Tone::Good;
    if (signedIn.proof && signedIn.proof->unchallenged) {
        tone = Tone::Caution;
        words.nextStep = tr("This registry asks nobody for a password, so the token was not tried.");
    }
    if (m_give->isChecked()) {
        const wording::Words trouble = handOver(signedIn.account.host);
        if (trouble.sentence.isEmpty()) {
            words.sentence = tr("Signed in as %1. Docker and Podman have it, too.").arg(signedIn.account.userName);
        } else {
            tone = Tone::Caution;
            words.nextStep = trouble.text();
        }
    }
    for (QWidget *part : std::initializer_list<QWidget *> { m_whereCard, m_tokenCard, m_connection, m_give, m_signIn, m_cancel })
        part->hide();
    m_notice->say(tone, words);
    m_done->show();
    m_done->setFocus();
}

wording::Words AddAccountPage::handOver(const registry::RegistryHost &host)
{
    for (const Client client : { Client::Docker, Client::Podman }) {
        if (const auto given = m_actions.give(host, client, true); !given)
            return wording::failureWords(given.error(), host.name());
    }
    return {};
}

void AddAccountPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    // Left is cancelled: no token waits where nobody sees it. A window that is only minimised has left nothing.
    if (event->spontaneous())
        return;
    m_run->cancel();
    m_finder->stop();
    m_fields->forget();
}

void AddAccountPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape) {
        QWidget::keyPressEvent(event);
        return;
    }
    if (m_made.isNull())
        cancel();
    else
        Q_EMIT finished(m_made);
}

} // namespace wharf::ui
