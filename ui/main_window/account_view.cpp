#include "ui/main_window/account_view.h"

#include "ui/access/access_page.h"
#include "ui/accounts/overview_page.h"
#include "ui/activity/activity_page.h"
#include "ui/diagnosis/diagnose_page.h"
#include "ui/main_window/page_header.h"
#include "ui/push/push_page.h"
#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/page_tabs.h"
#include "ui/style/state_badge.h"
#include "ui/style/ticker.h"
#include "ui/token/token_page.h"
#include "ui/wording/account_words.h"
#include "ui/wording/state_words.h"
#include "ui/wording/time_words.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace wharf::ui {

namespace {

enum Page { Overview, Access, Token, Diagnose, Push, Activity, PageCount };

/// Something at or before the registry failed. What the keychain does not give is no case for a diagnosis.
bool canBeDiagnosed(accounts::Standing standing)
{
    using accounts::Standing;
    return standing == Standing::Refused || standing == Standing::Offline || standing == Standing::Waiting;
}

} // namespace

AccountView::AccountView(const Services &services, AccountActions &actions, SignatureKeys &keys, Ticker &ticker, QWidget *parent)
    : QWidget(parent)
    , m_services(services)
    , m_actions(actions)
    , m_keys(keys)
    , m_ticker(ticker)
    , m_header(new PageHeader(this))
    , m_state(new StateBadge(m_header))
    , m_why(new QPushButton(tr("&Why?"), m_header))
    , m_check(new QPushButton(tr("&Check now"), m_header))
    , m_tabs(new PageTabs(this))
    , m_pages(new QStackedWidget(this))
{
    setIcon(m_check, QStringLiteral("checking"));
    m_check->setObjectName(QStringLiteral("checkNow"));
    m_check->setToolTip(tr("Ask the registry again (Ctrl+R)"));
    m_check->setDefault(true);
    m_why->setObjectName(QStringLiteral("why"));
    m_why->setToolTip(tr("Find out why this account fails"));
    m_why->setAccessibleName(tr("Why does this account fail?"));
    m_why->setAutoDefault(false);
    m_header->addAction(m_state);
    m_header->addAction(m_why);
    m_header->addAction(m_check);

    m_tabs->setObjectName(QStringLiteral("pages"));
    m_tabs->setAccessibleName(tr("Pages of the account"));
    m_header->setRule(false);
    int number = 0;
    for (const QString &name : { tr("Overview"), tr("Access"), tr("Token"), tr("Diagnose"), tr("Push"), tr("Activity") }) {
        m_tabs->addTab(name);
        m_pages->addWidget(new QWidget); // takes the page's place until it is looked at
        m_tabs->setTabToolTip(number, tr("%1 (Ctrl+%2)").arg(name).arg(number + 1));
        ++number;
    }

    auto *column = new QVBoxLayout(this);
    setGap(column, this, 0);
    column->addWidget(m_header);
    column->addWidget(m_tabs);
    column->addWidget(m_pages, 1);

    connect(m_check, &QPushButton::clicked, this, &AccountView::check);
    connect(m_why, &QPushButton::clicked, this, [this] { diagnose(); });
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int page) {
        m_pages->setCurrentWidget(madePage(page));
        m_check->setDefault(page != Access && page != Diagnose && page != Push); // those have a first button of their own
        present();
        Q_EMIT pageChanged(page);
    });
    connect(&services.checker, &accounts::AccountChecker::stateChanged, this, [this](const QUuid &account) {
        if (account == m_account)
            present();
    });
    connect(&services.checker, &accounts::AccountChecker::accessChanged, this, [this](const QUuid &account) {
        if (account == m_account)
            present();
    });
    connect(&services.book, &accounts::AccountBook::changed, this, &AccountView::present);
    connect(&ticker, &Ticker::tick, this, [this] { showHeader(snapshot()); });
    m_pages->setCurrentWidget(madePage(Overview));
}

void AccountView::setAccount(const QUuid &account)
{
    m_account = account;
    present();
}

void AccountView::setPage(int page)
{
    m_tabs->setCurrentIndex(page);
}

int AccountView::page() const
{
    return m_tabs->currentIndex();
}

int AccountView::pageCount()
{
    return PageCount;
}

void AccountView::focusPage()
{
    m_tabs->setFocus(Qt::OtherFocusReason);
}

void AccountView::refresh()
{
    if (page() == Access && m_access)
        m_access->refresh();
    else if (page() == Diagnose && m_diagnose)
        m_diagnose->runAgain();
    else if (page() == Push && m_push)
        m_push->refresh();
    else if (page() == Activity && m_activity)
        m_activity->refresh();
    else
        check();
}

void AccountView::check()
{
    if (snapshot().isChecking())
        m_services.checker.cancel(m_account);
    else
        m_services.checker.check(m_account);
}

AccountSnapshot AccountView::snapshot() const
{
    AccountSnapshot snapshot;
    const accounts::Accounts &all = m_services.book.accounts();
    if (const accounts::Account *found = all.find(m_account))
        snapshot.account = *found;
    snapshot.state = m_services.checker.state(m_account);
    snapshot.access = m_services.checker.access(m_account);
    snapshot.asking = m_services.checker.isAsking(m_account);
    const accounts::Account *active = all.activeFor(snapshot.account.host);
    snapshot.active = active && active->id == m_account;
    snapshot.sharesHost = all.on(snapshot.account.host).size() > 1;
    return snapshot;
}

QWidget *AccountView::madePage(int page)
{
    if (page == Overview && !m_overview)
        makeOverview();
    else if (page == Access && !m_access)
        makeAccess();
    else if (page == Token && !m_token)
        makeToken();
    else if (page == Diagnose && !m_diagnose)
        makeDiagnose();
    else if (page == Push && !m_push)
        makePush();
    else if (page == Activity && !m_activity)
        makeActivity();
    return m_pages->widget(page);
}

void AccountView::makeOverview()
{
    m_overview = new OverviewPage(m_actions, *m_services.store, *m_services.clock);
    connect(m_overview, &OverviewPage::checkRequested, this, &AccountView::check);
    connect(m_overview, &OverviewPage::replaceRequested, this, [this] { Q_EMIT replaceRequested(m_account); });
    connect(m_overview, &OverviewPage::signOutRequested, this, [this] { Q_EMIT signOutRequested(m_account); });
    connect(m_overview, &OverviewPage::makeActiveRequested, this, [this] { Q_EMIT makeActiveRequested(m_account); });
    delete m_pages->widget(Overview);
    m_pages->insertWidget(Overview, m_overview);
}

void AccountView::makeAccess()
{
    m_access = new AccessPage(*m_services.clock);
    connect(m_access, &AccessPage::asked, this, [this](const registry::AccessQuestion &question) {
        m_services.checker.askAccess(m_account, question);
    });
    connect(m_access, &AccessPage::whyRequested, this, &AccountView::diagnose);
    connect(m_access, &AccessPage::cancelled, this, [this] { m_services.checker.cancel(m_account); });
    delete m_pages->widget(Access);
    m_pages->insertWidget(Access, m_access);
}

void AccountView::makeToken()
{
    m_token = new TokenPage(m_keys, *m_services.clock, m_ticker);
    connect(m_token, &TokenPage::renewRequested, this, &AccountView::check);
    delete m_pages->widget(Token);
    m_pages->insertWidget(Token, m_token);
}

void AccountView::makeDiagnose()
{
    m_diagnose = new DiagnosePage(m_services.book, new DiagnosisRun(m_services.examiner, m_services.store, m_services.clock), m_services.settings);
    delete m_pages->widget(Diagnose);
    m_pages->insertWidget(Diagnose, m_diagnose);
}

void AccountView::makePush()
{
    m_push = new PushPage(m_services.pushes, m_services.images, m_services.clock, m_services.settings);
    connect(m_push, &PushPage::whyRequested, this, &AccountView::whyOfPushRequested);
    delete m_pages->widget(Push);
    m_pages->insertWidget(Push, m_push);
}

void AccountView::makeActivity()
{
    m_activity = new ActivityPage(m_services.activity, m_services.clock);
    delete m_pages->widget(Activity);
    m_pages->insertWidget(Activity, m_activity);
}

void AccountView::openPush()
{
    setPage(Push);
    m_push->focusFirst();
}

void AccountView::diagnoseText(const QString &text)
{
    setPage(Diagnose);
    m_diagnose->setAccount(snapshot().account);
    m_diagnose->diagnose(text);
}

void AccountView::openDiagnose()
{
    setPage(Diagnose);
    m_diagnose->focusField();
}

void AccountView::diagnose(const QString &repository)
{
    const accounts::Account account = snapshot().account;
    if (account.id.isNull())
        return;
    diagnoseText(repository.isEmpty() ? account.host.name() : account.host.name() + QLatin1Char('/') + repository);
}

void AccountView::present()
{
    const AccountSnapshot now = snapshot();
    if (now.account.id.isNull())
        return;
    showHeader(now);
    // Pages behind the one in front are brought up to date when they come to the front.
    switch (page()) {
    case Overview: m_overview->present(now); break;
    case Access: m_access->present(now); break;
    case Token: m_token->present(now); break;
    case Diagnose: m_diagnose->setAccount(now.account); break;
    case Push: m_push->present(now); break;
    case Activity: m_activity->present(now.account); break;
    default: break;
    }
}

void AccountView::showHeader(const AccountSnapshot &snapshot)
{
    const accounts::Account &account = snapshot.account;
    if (account.id.isNull())
        return;
    QStringList facts { kindText(account) };
    if (account.lastProven.isValid())
        facts.append(tr("proven %1").arg(agoText(account.lastProven, m_services.clock->now())));
    m_header->setTitle(accountTitle(account), facts.join(QStringLiteral(" · ")));
    const StateWords words = stateWords(account, snapshot.state, *m_services.clock);
    m_state->setState(words.icon, words.text(), words.tone);
    m_why->setVisible(canBeDiagnosed(snapshot.state.standing) && page() != Diagnose);
    m_check->setText(snapshot.isChecking() ? tr("&Cancel") : tr("&Check now"));
    m_ticker.setCounting(m_header, snapshot.state.token.has_value());
}

} // namespace wharf::ui
