#pragma once

#include "core/accounts/token_kind.h"
#include "core/base/credential.h"
#include "ui/wording/look_words.h"

#include <QUrl>
#include <QWidget>

class QLabel;
class QLineEdit;

namespace wharf::ui {

class Label;
class Picture;

/// The token and the user name. Says what kind of token it is while it is pasted, and what user name goes with it.
class CredentialFields final : public QWidget {
    Q_OBJECT
public:
    explicit CredentialFields(QWidget *parent = nullptr);

    void reset(const QString &userName);
    void fill(const Credential &credential, accounts::TokenKind kind);
    /// Where a token is made; an invalid address hides the link.
    void setTokenPage(const QUrl &page);
    /// Says what is missing or cannot work, and puts the focus there; true when all is well.
    bool validate();
    void showTokenError(const QString &text);
    void showUserError(const QString &text);
    [[nodiscard]] Credential credential() const;
    /// What is known of the kind from the way it was pasted (CI variables); otherwise Unknown.
    [[nodiscard]] accounts::TokenKind kind() const { return m_kind; }
    void focusFirst();
    /// Takes the token out of the field.
    void forget();

Q_SIGNALS:
    void submitted();

private:
    void look();
    /// Fills in the one user name that goes with a kind of token, or takes out the one that went with another.
    void bringUserName();

    accounts::TokenKind m_kind = accounts::TokenKind::Unknown;
    QString m_filledUser; ///< the name that a kind of token brought along
    UserNameRule m_rule;
    bool m_usable = true;
    QLineEdit *m_token;
    QAction *m_reveal;
    Picture *m_lookPicture;
    Label *m_look;
    Label *m_powers;
    Label *m_tokenError;
    QLabel *m_link;
    Label *m_linkHint;
    QLineEdit *m_user;
    Label *m_userHint;
    Label *m_userError;
};

} // namespace wharf::ui
