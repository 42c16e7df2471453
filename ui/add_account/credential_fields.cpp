#include "ui/add_account/credential_fields.h"

#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"
#include "ui/style/picture.h"

#include <QAction>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace wharf::ui {

CredentialFields::CredentialFields(QWidget *parent)
    : QWidget(parent)
    , m_token(new QLineEdit(this))
    , m_reveal(m_token->addAction(icon(QStringLiteral("show")), QLineEdit::TrailingPosition))
    , m_lookPicture(new Picture({}, iconSize(this), this))
    , m_look(new Label(Label::Role::Body, {}, this))
    , m_powers(new Label(Label::Role::Caption, {}, this))
    , m_tokenError(new Label(Label::Role::Caption, {}, this))
    , m_link(new QLabel(this))
    , m_linkHint(new Label(Label::Role::Caption, tr("The page opens with read_registry and write_registry ticked. Leave write_registry out to pull only."), this))
    , m_user(new QLineEdit(this))
    , m_userHint(new Label(Label::Role::Caption, {}, this))
    , m_userError(new Label(Label::Role::Caption, {}, this))
{
    const int unit = gridUnit(this);
    m_token->setObjectName(QStringLiteral("token"));
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setAccessibleName(tr("Token or password"));
    m_token->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase | Qt::ImhSensitiveData);
    m_reveal->setCheckable(true);
    m_reveal->setToolTip(tr("Show what is typed"));
    connect(m_reveal, &QAction::toggled, this, [this](bool shown) {
        m_token->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
        m_reveal->setIcon(icon(shown ? QStringLiteral("hide") : QStringLiteral("show")));
    });
    m_user->setObjectName(QStringLiteral("userName"));
    m_user->setAccessibleName(tr("User name"));
    m_tokenError->setObjectName(QStringLiteral("tokenError"));
    m_userError->setObjectName(QStringLiteral("userError"));
    m_look->setObjectName(QStringLiteral("tokenLook"));
    m_userHint->setObjectName(QStringLiteral("userHint"));
    m_tokenError->setTone(Tone::Bad);
    m_userError->setTone(Tone::Bad);

    auto *tokenCaption = new Label(Label::Role::Strong, tr("&Token or password"), this);
    tokenCaption->setBuddy(m_token);
    auto *userCaption = new Label(Label::Role::Strong, tr("&User name"), this);
    userCaption->setBuddy(m_user);
    m_link->setObjectName(QStringLiteral("tokenPage"));
    m_link->setAccessibleName(tr("Create a token"));
    m_link->setTextFormat(Qt::RichText);
    m_link->setTextInteractionFlags(Qt::LinksAccessibleByKeyboard | Qt::LinksAccessibleByMouse);
    m_link->setWordWrap(true);
    connect(m_link, &QLabel::linkActivated, this, [](const QString &address) { QDesktopServices::openUrl(QUrl(address)); });

    auto *said = new QHBoxLayout;
    said->setSpacing(unit);
    said->addWidget(m_lookPicture, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(unit / 4);
    words->addWidget(m_look);
    words->addWidget(m_powers);
    said->addLayout(words, 1);

    auto *column = new QVBoxLayout(this);
    setGap(column, this, 0);
    column->setSpacing(unit / 2);
    column->addWidget(tokenCaption);
    column->addWidget(m_token);
    column->addLayout(said);
    column->addWidget(m_tokenError);
    column->addWidget(m_link);
    column->addWidget(m_linkHint);
    column->addSpacing(unit);
    column->addWidget(userCaption);
    column->addWidget(m_user);
    column->addWidget(m_userHint);
    column->addWidget(m_userError);

    connect(m_token, &QLineEdit::textEdited, this, [this] { m_kind = accounts::TokenKind::Unknown; });
    connect(m_token, &QLineEdit::textChanged, this, [this] {
        look();
        bringUserName();
    });
    connect(m_user, &QLineEdit::textChanged, this, &CredentialFields::look);
    connect(m_token, &QLineEdit::returnPressed, this, &CredentialFields::submitted);
    connect(m_user, &QLineEdit::returnPressed, this, &CredentialFields::submitted);
    setTokenPage({});
    look();
}

void CredentialFields::reset(const QString &userName)
{
    m_kind = accounts::TokenKind::Unknown;
    m_filledUser.clear();
    forget();
    m_user->setText(userName);
    look();
}

void CredentialFields::fill(const Credential &credential, accounts::TokenKind kind)
{
    if (!credential.userName.isEmpty())
        m_user->setText(credential.userName);
    if (!credential.isAnonymous())
        m_token->setText(credential.secret->reveal([](QByteArrayView bytes) { return QString::fromUtf8(bytes); }));
    m_kind = kind;
    look();
}

void CredentialFields::setTokenPage(const QUrl &page)
{
    m_link->setVisible(page.isValid());
    m_linkHint->setVisible(page.isValid() && page.query().contains(QLatin1String("scopes=read_registry")));
    if (page.isValid()) {
        m_link->setText(QStringLiteral("<a href=\"%1\">%2</a>")
                            .arg(page.toString(QUrl::FullyEncoded).toHtmlEscaped(), tr("Create a token at %1").arg(page.host()).toHtmlEscaped()));
        m_link->setAccessibleName(tr("Create a token at %1").arg(page.host()));
    }
}

bool CredentialFields::validate()
{
    showTokenError({});
    showUserError({});
    if (m_token->text().isEmpty()) {
        showTokenError(tr("Paste a token, or type the password."));
        return false;
    }
    if (!m_usable) {
        m_token->setFocus();
        return false;
    }
    if (m_rule.required && m_user->text().trimmed().isEmpty()) {
        showUserError(tr("This needs the user name it goes with."));
        return false;
    }
    if (!m_rule.fixed.isEmpty() && m_user->text().trimmed() != m_rule.fixed) {
        showUserError(m_rule.hint);
        return false;
    }
    return true;
}

void CredentialFields::showTokenError(const QString &text)
{
    m_tokenError->setTextOrHide(text);
    m_token->setAccessibleDescription(text);
    if (!text.isEmpty())
        m_token->setFocus();
}

void CredentialFields::showUserError(const QString &text)
{
    m_userError->setTextOrHide(text);
    m_user->setAccessibleDescription(text);
    if (!text.isEmpty())
        m_user->setFocus();
}

Credential CredentialFields::credential() const
{
    QByteArray bytes = m_token->text().toUtf8();
    Credential credential { .userName = m_user->text().trimmed(), .secret = std::make_shared<const Secret>(bytes) };
    wipe(bytes);
    return credential;
}

void CredentialFields::focusFirst()
{
    m_token->setFocus();
}

void CredentialFields::forget()
{
    // Unlike clear(), this leaves nothing that Undo brings back.
    m_token->setText({});
    m_reveal->setChecked(false);
}

void CredentialFields::look()
{
    m_tokenError->setTextOrHide({});
    m_userError->setTextOrHide({});
    const bool empty = m_token->text().isEmpty();
    m_lookPicture->setVisible(!empty);
    m_look->setVisible(!empty);
    m_powers->setVisible(!empty);
    QByteArray bytes = m_token->text().toUtf8();
    const Secret secret(bytes);
    wipe(bytes);
    accounts::TokenLook seen = empty ? accounts::TokenLook() : accounts::lookAtToken(m_user->text().trimmed(), secret);
    if (m_kind != accounts::TokenKind::Unknown && seen.kind != accounts::TokenKind::NotForRegistries)
        seen.kind = m_kind;
    const LookWords words = lookWords(seen);
    m_usable = words.usable;
    m_lookPicture->setPicture(words.tone == Tone::Bad ? QStringLiteral("refused") : words.tone == Tone::Good ? QStringLiteral("ready") : QStringLiteral("info"), words.tone);
    m_look->setText(words.words.sentence);
    m_look->setTone(words.tone == Tone::Bad ? std::optional(Tone::Bad) : std::nullopt);
    m_powers->setText(words.words.nextStep);

    m_rule = userNameRule(seen);
    m_userHint->setTextOrHide(m_rule.hint);
}

void CredentialFields::bringUserName()
{
    const QString user = m_user->text();
    if (!m_rule.fixed.isEmpty() && user.isEmpty()) {
        m_filledUser = m_rule.fixed;
        m_user->setText(m_rule.fixed);
    } else if (m_rule.fixed.isEmpty() && !m_filledUser.isEmpty() && user == m_filledUser && !m_token->text().isEmpty()) {
        // It came with a kind of token, and goes with it.
        m_filledUser.clear();
        m_user->clear();
    }
}

} // namespace wharf::ui
