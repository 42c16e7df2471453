#pragma once

#include "ui/accounts/account_snapshot.h"

#include <QWidget>

class QPushButton;

namespace wharf::accounts {
class CredentialStore;
}

namespace wharf::ui {

class AccountActions;
class Chip;
class DetailGrid;
class FlowLayout;
class HandOverCard;
class Label;
class Notice;

/// Who an account is, what its token allows and until when, and what the clients on this machine are given.
class OverviewPage final : public QWidget {
    Q_OBJECT
public:
    OverviewPage(AccountActions &actions, const accounts::CredentialStore &store, const Clock &clock, QWidget *parent = nullptr);

    void present(const AccountSnapshot &snapshot);

Q_SIGNALS:
    void checkRequested();
    void replaceRequested();
    void makeActiveRequested();
    void signOutRequested();

private:
    void showFacts(const AccountSnapshot &snapshot);
    void showScopes(const AccountSnapshot &snapshot);
    void showNotice(const AccountSnapshot &snapshot);

    const accounts::CredentialStore &m_store;
    const Clock &m_clock;
    Notice *m_notice;
    DetailGrid *m_grid;
    Label *m_who;
    Label *m_kind;
    QWidget *m_scopeArea;
    QWidget *m_chips;
    FlowLayout *m_scopes;
    QStringList m_shownScopes;
    Label *m_noScopes;
    Label *m_expiry;
    Label *m_proven;
    Label *m_kept;
    Label *m_active;
    HandOverCard *m_handOver;
    QPushButton *m_replace;
    QPushButton *m_makeActive;
    QPushButton *m_signOut;
    bool m_nextIsReplace = false;
};

} // namespace wharf::ui
