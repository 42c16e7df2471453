#pragma once

#include "ui/accounts/account_snapshot.h"

#include <QWidget>

class QBoxLayout;
class QComboBox;
class QPushButton;
class QStackedWidget;

namespace wharf::ui {

class ClaimCard;
class CountdownRing;
class EmptyState;
class GrantCard;
class Label;
class SecretClipboard;
class SignatureCard;
class SignatureKeys;
class Ticker;

/// The access token a registry gave: how long it lives, what it grants, what it says of itself.
class TokenPage final : public QWidget {
    Q_OBJECT
public:
    TokenPage(SignatureKeys &keys, const Clock &clock, Ticker &ticker, QWidget *parent = nullptr);

    void present(const AccountSnapshot &snapshot);

Q_SIGNALS:
    void renewRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Shown {
        QString repository; ///< empty: the token of the sign-in itself
        registry::AccessToken token;
        std::optional<registry::JwtClaims> claims;
    };
    [[nodiscard]] QWidget *makeLife();
    void showChoices();
    void showToken();
    void showEmpty();
    void tick();
    void copy();
    void checkSignature();
    [[nodiscard]] const Shown *current() const;

    SignatureKeys &m_keys;
    const Clock &m_clock;
    Ticker &m_ticker;
    SecretClipboard *m_clipboard;
    AccountSnapshot m_snapshot;
    QList<Shown> m_tokens;
    QString m_chosen;
    QStackedWidget *m_stack;
    EmptyState *m_none;
    EmptyState *m_basic;
    QWidget *m_choiceRow;
    QComboBox *m_choice;
    QBoxLayout *m_lifeRow;
    CountdownRing *m_ring;
    Label *m_title;
    Label *m_life;
    Label *m_received;
    QPushButton *m_renew;
    QPushButton *m_copy;
    Label *m_copied;
    GrantCard *m_grants;
    Label *m_opaque;
    ClaimCard *m_claims;
    ClaimCard *m_header;
    SignatureCard *m_signature;
};

} // namespace wharf::ui
