#include "ui/main_window/main_window.h"

#include "core/wording/wording.h"
#include "ui/accounts/account_list.h"
#include "ui/accounts/account_model.h"
#include "ui/accounts/sidebar.h"
#include "ui/add_account/add_account_page.h"
#include "ui/diagnosis/diagnose_page.h"
#include "ui/diagnosis/diagnose_view.h"
#include "ui/main_window/account_view.h"
#include "ui/main_window/page_header.h"
#include "ui/settings/settings_page.h"
#include "ui/style/empty_state.h"
#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/notice.h"
#include "ui/wording/push_words.h"
#include "ui/wording/sign_out_words.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace wharf::ui {

MainWindow::MainWindow(const Services &services, QWidget *parent)
    : QMainWindow(parent)
    , m_services(services)
    , m_memory(services.settings)
    , m_keys(services.settings)
    , m_actions(services.book, services.store, services.clientFiles)
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_model(new AccountModel([&checker = services.checker](const QUuid &id) { return checker.state(id); }, *services.clock, this))
    , m_sidebar(new Sidebar(m_model, m_ticker, m_splitter))
    , m_notice(new Notice(this))
    , m_area(new QStackedWidget(this))
    , m_welcome(new EmptyState(QStringLiteral("drawing-wharf"), tr("No account yet"),
                               tr("Add one, and Docker and Podman are signed in, too."), tr("&Add account"), this))
{
    setWindowTitle(tr("Wharfinger"));
    buildArea();
    buildKeys();
    setCentralWidget(m_splitter);
    setMinimumSize(480, 360);
    m_memory.restore(*this, *m_splitter);
    setSidebarFolded(m_memory.isSidebarFolded());

    connect(m_sidebar, &Sidebar::addRequested, this, &MainWindow::addAccount);
    connect(m_sidebar, &Sidebar::diagnoseRequested, this, &MainWindow::openDiagnoseAlone);
    connect(m_welcome->secondButton(), &QPushButton::clicked, this, &MainWindow::openDiagnoseAlone);
    connect(m_sidebar, &Sidebar::settingsRequested, this, &MainWindow::openSettings);
    connect(m_sidebar->list(), &AccountList::selected, this, &MainWindow::showAccount);
    connect(m_sidebar->list(), &AccountList::opened, this, [this](const QUuid &account) {
        showAccount(account);
        m_view->focusPage();
    });
    connect(m_welcome, &EmptyState::chosen, this, &MainWindow::addAccount);
    connect(&services.book, &accounts::AccountBook::changed, this, &MainWindow::accountsChanged);
    connect(&services.checker, &accounts::AccountChecker::stateChanged, m_model, &AccountModel::stateChanged);
    connect(&m_actions, &AccountActions::failed, this, &MainWindow::showFailure);
    connect(&services.pushes, &push::PushQueue::ended, this, [this] {
        if (!isActiveWindow())
            QApplication::alert(this); // somebody went on to something else meanwhile
    });
    accountsChanged();
    m_sidebar->list()->setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildArea()
{
    const int unit = gridUnit(this);
    auto *right = new QWidget(m_splitter);
    auto *column = new QVBoxLayout(right);
    setGap(column, this, 0);
    auto *notice = new QVBoxLayout;
    notice->setContentsMargins(unit, 0, unit, 0);
    notice->addWidget(m_notice);
    column->addWidget(m_area, 1);
    column->addLayout(notice);
    m_area->addWidget(m_welcome);
    m_welcome->addSecond(tr("&Diagnose a failed command"))->setObjectName(QStringLiteral("welcomeDiagnose"));
    m_welcome->button()->setObjectName(QStringLiteral("welcomeAdd"));
    m_splitter->setObjectName(QStringLiteral("splitter"));
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_notice->setObjectName(QStringLiteral("windowNotice"));
    connect(m_notice, &Notice::nextStepChosen, m_notice, &Notice::clear);
}

void MainWindow::buildKeys()
{
    qApp->installEventFilter(this);
    const auto key = [this](const QKeySequence &keys, auto &&action) {
        auto *shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, std::forward<decltype(action)>(action));
    };
    key(QKeySequence(Qt::CTRL | Qt::Key_N), [this] { addAccount(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_Comma), [this] { openSettings(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_D), [this] { openDiagnose(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_P), [this] { openPush(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_F), [this] {
        setSidebarFolded(false);
        m_sidebar->focusSearch();
    });
    key(QKeySequence(Qt::Key_F9), [this] { setSidebarFolded(!m_memory.isSidebarFolded()); });
    key(QKeySequence(Qt::CTRL | Qt::Key_R), [this] {
        if (m_view && m_area->currentWidget() == m_view)
            m_view->check();
    });
    key(QKeySequence(Qt::Key_F5), [this] {
        if (m_diagnose && m_area->currentWidget() == m_diagnose)
            m_diagnose->page()->runAgain();
        if (m_view && m_area->currentWidget() == m_view)
            m_view->refresh();
    });
    for (int page = 0; page < AccountView::pageCount(); ++page)
        key(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + page)), [this, page] { setPage(page); });
    key(QKeySequence(Qt::CTRL | Qt::Key_W), [this] { close(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { close(); });
}

void MainWindow::showAccount(const QUuid &account)
{
    if (!m_services.book.accounts().find(account))
        return;
    if (!m_view) {
        m_view = new AccountView(m_services, m_actions, m_keys, m_ticker, m_area);
        m_area->addWidget(m_view);
        showHeaderOf(m_view->header());
        connect(m_view, &AccountView::pageChanged, this, [this](int page) { m_memory.setPage(page); });
        connect(m_view, &AccountView::replaceRequested, this, &MainWindow::replaceToken);
        connect(m_view, &AccountView::makeActiveRequested, this, &MainWindow::makeActive);
        connect(m_view, &AccountView::signOutRequested, this, &MainWindow::askSignOut);
        connect(m_view, &AccountView::whyOfPushRequested, this, &MainWindow::explainPush);
        m_view->setPage(qBound(0, m_memory.page(), AccountView::pageCount() - 1));
    }
    m_view->setAccount(account);
    m_memory.setAccount(account);
    m_sidebar->list()->select(account);
    m_area->setCurrentWidget(m_view);
}

void MainWindow::setPage(int page)
{
    if (!m_view)
        return;
    m_area->setCurrentWidget(m_view);
    m_view->setPage(page);
}

void MainWindow::addAccount()
{
    if (!m_add) {
        m_add = new AddAccountPage(m_services, m_actions, m_area);
        m_area->addWidget(m_add);
        showHeaderOf(m_add->header());
        connect(m_add, &AddAccountPage::cancelled, this, &MainWindow::backToAccounts);
        connect(m_add, &AddAccountPage::finished, this, [this](const QUuid &account) {
            showAccount(account);
            setPage(0);
            m_sidebar->list()->setFocus();
        });
    }
    m_area->setCurrentWidget(m_add);
    m_add->startNew();
}

void MainWindow::replaceToken(const QUuid &account)
{
    const accounts::Account *found = m_services.book.accounts().find(account);
    if (!found)
        return;
    const accounts::Account replaced = *found;
    addAccount();
    m_add->startReplacing(replaced);
}

void MainWindow::openSettings()
{
    if (!m_settings) {
        m_settings = new SettingsPage(m_services, m_keys, m_area);
        m_area->addWidget(m_settings);
        showHeaderOf(m_settings->header());
        connect(m_settings, &SettingsPage::closed, this, &MainWindow::backToAccounts);
    }
    m_area->setCurrentWidget(m_settings);
    m_settings->focusFirst();
}

void MainWindow::openDiagnose()
{
    const QWidget *front = m_area->currentWidget();
    if (m_view && front != m_diagnose && !m_services.book.accounts().list.isEmpty()) {
        m_area->setCurrentWidget(m_view);
        m_view->openDiagnose();
    } else {
        openDiagnoseAlone();
    }
}

void MainWindow::openDiagnoseAlone()
{
    if (!m_diagnose) {
        auto *run = new DiagnosisRun(m_services.examiner, m_services.store, m_services.clock);
        m_diagnose = new DiagnoseView(new DiagnosePage(m_services.book, run, m_services.settings), m_area);
        m_area->addWidget(m_diagnose);
        showHeaderOf(m_diagnose->header());
        connect(m_diagnose, &DiagnoseView::closed, this, &MainWindow::backToAccounts);
    }
    m_diagnose->page()->setAccount(std::nullopt);
    m_area->setCurrentWidget(m_diagnose);
    m_diagnose->page()->focusField();
}

void MainWindow::openPush()
{
    backToAccounts();
    if (m_view && m_area->currentWidget() == m_view)
        m_view->openPush();
}

void MainWindow::explainPush(const QUuid &push)
{
    const push::QueuedPush *found = m_services.pushes.find(push);
    if (!found)
        return;
    const QString question = questionAbout(*found);
    showAccount(found->account); // the queue is everybody's, and the credential is that account's
    m_view->diagnoseText(question);
}

void MainWindow::setSidebarFolded(bool folded)
{
    if (folded && !m_memory.isSidebarFolded())
        m_memory.save(*this, *m_splitter);
    m_memory.setSidebarFolded(folded);
    m_sidebar->setVisible(!folded);
    for (PageHeader *header : std::as_const(m_headers))
        header->setFolded(folded);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_memory.save(*this, *m_splitter);
    QMainWindow::closeEvent(event);
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    // What no page takes: a check under way ends.
    if (event->key() == Qt::Key_Escape && m_view && m_services.checker.state(m_view->account()).standing == accounts::Standing::Checking)
        m_services.checker.cancel(m_view->account());
    else
        QMainWindow::keyPressEvent(event);
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    // Fields on X11 take Ctrl+D for Delete, as Emacs does, before any shortcut gets it.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_D && key->modifiers() == Qt::ControlModifier && QApplication::activeWindow() == this) {
            event->ignore();
            return true;
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::accountsChanged()
{
    m_model->setAccounts(m_services.book.accounts());
    if (const auto &trouble = m_services.book.trouble())
        showFailure(*trouble, {});
    const QWidget *front = m_area->currentWidget();
    if (front == m_view || front == m_welcome)
        backToAccounts();
}

void MainWindow::backToAccounts()
{
    const QUuid account = accountToShow();
    if (account.isNull()) {
        m_area->setCurrentWidget(m_welcome);
        m_welcome->button()->setFocus();
    } else {
        showAccount(account);
    }
}

QUuid MainWindow::accountToShow() const
{
    const accounts::Accounts &all = m_services.book.accounts();
    const QUuid last = m_view ? m_view->account() : m_memory.account();
    if (all.find(last))
        return last;
    const QModelIndex first = m_model->firstAccount();
    if (first.isValid())
        return first.data(AccountModel::IdRole).toUuid();
    return all.list.isEmpty() ? QUuid() : all.list.first().id;
}

void MainWindow::makeActive(const QUuid &account)
{
    const auto made = m_actions.makeActive(account);
    if (!made)
        showFailure(made.error(), {});
}

void MainWindow::askSignOut(const QUuid &account)
{
    const accounts::Account *found = m_services.book.accounts().find(account);
    if (!found)
        return;
    const wording::Words words = signOutQuestion(*found, m_services.book.accounts());
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Sign out"), words.sentence, QMessageBox::Cancel, this);
    connect(&m_services.book, &accounts::AccountBook::changed, box, [this, box, account] {
        if (!m_services.book.accounts().find(account))
            box->reject(); // signed out elsewhere meanwhile
    });
    box->setObjectName(QStringLiteral("confirmSignOut"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIconPixmap(icon(QStringLiteral("signout")).pixmap(4 * gridUnit(this)));
    box->setInformativeText(words.nextStep);
    QPushButton *signOut = box->addButton(tr("&Sign out"), QMessageBox::DestructiveRole);
    signOut->setObjectName(QStringLiteral("reallySignOut"));
    box->setDefaultButton(QMessageBox::Cancel);
    connect(box, &QMessageBox::buttonClicked, this, [this, signOut, account](const QAbstractButton *button) {
        if (button == static_cast<const QAbstractButton *>(signOut))
            m_actions.signOut(account);
    });
    box->open();
}

void MainWindow::showHeaderOf(PageHeader *header)
{
    m_headers.append(header);
    header->setFolded(m_memory.isSidebarFolded());
    connect(header, &PageHeader::foldRequested, this, [this] { setSidebarFolded(!m_memory.isSidebarFolded()); });
}

void MainWindow::showFailure(const Failure &failure, const QString &host)
{
    m_notice->say(Tone::Bad, wording::failureWords(failure, host), tr("Close"));
}

} // namespace wharf::ui
