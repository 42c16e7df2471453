#pragma once

#include "ui/accounts/account_snapshot.h"
#include "ui/main_window/services.h"

#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace wharf::ui {

class AccessPage;
class AccountActions;
class ActivityPage;
class DiagnosePage;
class OverviewPage;
class PageTabs;
class PageHeader;
class PushPage;
class SignatureKeys;
class StateBadge;
class Ticker;
class TokenPage;

/// One account: its name and state on top, its pages below. Pages are made when they are first looked at.
class AccountView final : public QWidget {
    Q_OBJECT
public:
    AccountView(const Services &services, AccountActions &actions, SignatureKeys &keys, Ticker &ticker, QWidget *parent = nullptr);

    void setAccount(const QUuid &account);
    [[nodiscard]] QUuid account() const { return m_account; }
    void setPage(int page);
    [[nodiscard]] int page() const;
    [[nodiscard]] static int pageCount();
    /// Puts the keyboard on the pages' tabs.
    void focusPage();
    /// Asks the registry again about what the page in front shows.
    void refresh();
    void check();
    /// Brings *Diagnose* to the front, the keyboard in its field.
    void openDiagnose();
    /// Brings *Push* to the front, the keyboard in its filter.
    void openPush();
    /// Brings *Diagnose* to the front with this text, and runs it.
    void diagnoseText(const QString &text);
    /// Finds out why this fails: the account's registry, or a repository there.
    void diagnose(const QString &repository = {});
    [[nodiscard]] PageHeader *header() const { return m_header; }

Q_SIGNALS:
    void pageChanged(int page);
    void replaceRequested(const QUuid &account);
    void signOutRequested(const QUuid &account);
    void makeActiveRequested(const QUuid &account);
    /// Why did that push of the queue fail?
    void whyOfPushRequested(const QUuid &push);

private:
    [[nodiscard]] AccountSnapshot snapshot() const;
    [[nodiscard]] QWidget *madePage(int page);
    void makeOverview();
    void makeAccess();
    void makeToken();
    void makeDiagnose();
    void makePush();
    void makeActivity();
    void present();
    void showHeader(const AccountSnapshot &snapshot);

    Services m_services;
    AccountActions &m_actions;
    SignatureKeys &m_keys;
    Ticker &m_ticker;
    QUuid m_account;
    PageHeader *m_header;
    StateBadge *m_state;
    QPushButton *m_why;
    QPushButton *m_check;
    PageTabs *m_tabs;
    QStackedWidget *m_pages;
    OverviewPage *m_overview = nullptr;
    AccessPage *m_access = nullptr;
    TokenPage *m_token = nullptr;
    DiagnosePage *m_diagnose = nullptr;
    PushPage *m_push = nullptr;
    ActivityPage *m_activity = nullptr;
};

} // namespace wharf::ui
