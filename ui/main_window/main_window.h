#pragma once

#include "ui/accounts/account_actions.h"
#include "ui/main_window/services.h"
#include "ui/main_window/window_memory.h"
#include "ui/style/ticker.h"
#include "ui/token/signature_keys.h"

#include <QMainWindow>

class QSplitter;
class QStackedWidget;

namespace wharf::ui {

class AccountModel;
class AccountView;
class AddAccountPage;
class DiagnoseView;
class EmptyState;
class Notice;
class PageHeader;
class SettingsPage;
class Sidebar;

/// The one window: the sidebar on the left, a page on the right. It only arranges; pages and actions do the work.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(const Services &services, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Brings an account to the front.
    void showAccount(const QUuid &account);
    void setPage(int page);
    void addAccount();
    void replaceToken(const QUuid &account);
    void openSettings();
    /// Of the account in front, or on a page of its own where there is none.
    void openDiagnose();
    /// On a page of its own, whatever account is in front.
    void openDiagnoseAlone();
    /// Of the account in front; nothing where there is none.
    void openPush();
    void setSidebarFolded(bool folded);
    [[nodiscard]] const Ticker &ticker() const { return m_ticker; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildArea();
    void buildKeys();
    void accountsChanged();
    void backToAccounts();
    void makeActive(const QUuid &account);
    void explainPush(const QUuid &push);
    void askSignOut(const QUuid &account);
    void showHeaderOf(PageHeader *header);
    void showFailure(const Failure &failure, const QString &host);
    [[nodiscard]] QUuid accountToShow() const;

    Services m_services;
    Ticker m_ticker;
    WindowMemory m_memory;
    SignatureKeys m_keys;
    AccountActions m_actions;
    QSplitter *m_splitter;
    AccountModel *m_model;
    Sidebar *m_sidebar;
    Notice *m_notice;
    QStackedWidget *m_area;
    EmptyState *m_welcome;
    AccountView *m_view = nullptr;
    AddAccountPage *m_add = nullptr;
    SettingsPage *m_settings = nullptr;
    DiagnoseView *m_diagnose = nullptr;
    QList<PageHeader *> m_headers;
};

} // namespace wharf::ui
