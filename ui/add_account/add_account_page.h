#pragma once

#include "core/accounts/sign_in.h"
#include "core/wording/wording.h"
#include "ui/main_window/services.h"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace wharf::ui {

class AccountActions;
class Card;
class ConnectionOptions;
class CredentialFields;
class Label;
class Notice;
class PageArea;
class PageHeader;
class SignInRun;
class StepList;
class Switch;
class TokenPageFinder;

/// Adding an account, or giving one a new token: one page that unfolds. *Where?*, then the token, then the checks, then
/// Docker and Podman. Cancelling at any point leaves nothing behind.
class AddAccountPage final : public QWidget {
    Q_OBJECT
public:
    AddAccountPage(const Services &services, AccountActions &actions, QWidget *parent = nullptr);

    void startNew();
    void startReplacing(const accounts::Account &account);
    [[nodiscard]] PageHeader *header() const { return m_header; }

Q_SIGNALS:
    /// The account is there; show it.
    void finished(const QUuid &account);
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildWhere();
    void buildFinish();
    void start(const QString &title, const QString &caption);
    void whereChanged();
    void whereSettled();
    void submit();
    void cancel();
    void setRunning(bool running);
    void showFailure(const Failure &failure);
    void showSuccess(const accounts::SignedIn &signedIn);
    [[nodiscard]] wording::Words handOver(const registry::RegistryHost &host);

    Services m_services;
    AccountActions &m_actions;
    SignInRun *m_run;
    TokenPageFinder *m_finder;
    registry::RegistryHost m_host;
    QUuid m_replaces;
    QUuid m_made;

    PageHeader *m_header;
    PageArea *m_area;
    Card *m_whereCard;
    QLineEdit *m_where;
    Label *m_whereHint;
    Label *m_whereError;
    Card *m_tokenCard;
    CredentialFields *m_fields;
    ConnectionOptions *m_connection;
    Card *m_checksCard;
    StepList *m_steps;
    Notice *m_notice;
    Switch *m_give;
    QPushButton *m_signIn;
    QPushButton *m_cancel;
    QPushButton *m_done;
};

} // namespace wharf::ui
