#include "ui/token/token_page.h"

#include "core/wording/wording.h"
#include "ui/style/card.h"
#include "ui/style/countdown_ring.h"
#include "ui/style/empty_state.h"
#include "ui/style/flow_layout.h"
#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"
#include "ui/style/page_area.h"
#include "ui/style/ticker.h"
#include "ui/token/claim_card.h"
#include "ui/token/grant_card.h"
#include "ui/token/secret_clipboard.h"
#include "ui/token/signature_card.h"
#include "ui/token/signature_keys.h"
#include "ui/wording/token_words.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace wharf::ui {

TokenPage::TokenPage(SignatureKeys &keys, const Clock &clock, Ticker &ticker, QWidget *parent)
    : QWidget(parent)
    , m_keys(keys)
    , m_clock(clock)
    , m_ticker(ticker)
    , m_clipboard(new SecretClipboard(this))
    , m_stack(new QStackedWidget(this))
    , m_none(new EmptyState(QStringLiteral("drawing-token"), tr("No token yet"),
                            tr("The registry has not given one since Wharfinger started. Check the account to get one."), tr("&Check now"), this))
    , m_basic(new EmptyState(QStringLiteral("drawing-token"), tr("This registry gives no tokens"),
                             tr("It takes the user name and password with every request (Basic), so nothing counts down and nothing needs renewing."),
                             {}, this))
    , m_choiceRow(new QWidget(this))
    , m_choice(new QComboBox(m_choiceRow))
    , m_lifeRow(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_ring(new CountdownRing(this))
    , m_title(new Label(Label::Role::Heading, {}, this))
    , m_life(new Label(Label::Role::Body, {}, this))
    , m_received(new Label(Label::Role::Caption, {}, this))
    , m_renew(new QPushButton(tr("Re&new now"), this))
    , m_copy(new QPushButton(tr("C&opy token"), this))
    , m_copied(new Label(Label::Role::Caption, {}, this))
    , m_grants(new GrantCard(this))
    , m_opaque(new Label(Label::Role::Body, tr("This token is opaque: only the registry can read what it says, so there are no claims to show and no signature to check."), this))
    , m_claims(new ClaimCard(tr("What it says"), this))
    , m_header(new ClaimCard(tr("Header"), this))
    , m_signature(new SignatureCard(this))
{
    auto *area = new PageArea(this);
    auto *choice = new QHBoxLayout(m_choiceRow);
    setGap(choice, this, 1);
    auto *label = new Label(Label::Role::Strong, tr("Token &for"), m_choiceRow);
    label->setWordWrap(false);
    label->setBuddy(m_choice);
    m_choice->setObjectName(QStringLiteral("tokenChoice"));
    m_choice->setAccessibleName(tr("Token for"));
    m_choice->view()->setAccessibleName(m_choice->accessibleName());
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(16);
    choice->addWidget(label);
    choice->addWidget(m_choice);
    choice->addStretch();
    area->column()->addWidget(m_choiceRow);
    area->column()->addWidget(makeLife());
    area->column()->addWidget(m_grants);
    area->column()->addWidget(m_opaque);
    area->column()->addWidget(m_signature);
    area->column()->addWidget(m_claims);
    area->column()->addWidget(m_header);
    area->column()->addStretch();
    m_stack->addWidget(area);
    m_stack->addWidget(m_none);
    m_stack->addWidget(m_basic);
    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 0);
    outer->addWidget(m_stack);

    connect(m_choice, &QComboBox::activated, this, [this](int index) {
        m_chosen = m_choice->itemData(index).toString();
        showToken();
    });
    connect(m_none, &EmptyState::chosen, this, &TokenPage::renewRequested);
    connect(m_renew, &QPushButton::clicked, this, &TokenPage::renewRequested);
    connect(m_copy, &QPushButton::clicked, this, &TokenPage::copy);
    connect(m_clipboard, &SecretClipboard::cleared, this, [this] { m_copied->setTextOrHide({}); });
    connect(m_signature, &SignatureCard::keyChosen, this, [this](const QString &file) {
        const auto added = m_keys.add(m_snapshot.account.host.name(), file);
        if (!added)
            m_signature->showTrouble(tr("There is no key in %1. Choose a PEM file or a JWK set.").arg(file));
    });
    connect(&keys, &SignatureKeys::changed, this, &TokenPage::checkSignature);
    connect(&ticker, &Ticker::tick, this, &TokenPage::tick);
}

QWidget *TokenPage::makeLife()
{
    const int unit = gridUnit(this);
    auto *card = new Card({}, this);
    QBoxLayout *row = m_lifeRow;
    row->setSpacing(3 * unit);
    row->addWidget(m_ring, 0, Qt::AlignTop | Qt::AlignLeft);
    auto *words = new QVBoxLayout;
    words->setSpacing(unit);
    words->addWidget(m_title);
    words->addWidget(m_life);
    words->addWidget(m_received);
    auto *buttons = new FlowLayout;
    buttons->setSpacing(unit);
    buttons->addWidget(m_renew);
    buttons->addWidget(m_copy);
    words->addLayout(buttons);
    words->addWidget(m_copied);
    words->addStretch();
    row->addLayout(words, 1);
    card->content()->addLayout(row);
    m_ring->setObjectName(QStringLiteral("countdown"));
    m_life->setObjectName(QStringLiteral("lifetime"));
    setIcon(m_renew, QStringLiteral("checking"));
    setIcon(m_copy, QStringLiteral("copy"));
    m_renew->setObjectName(QStringLiteral("renewNow"));
    m_renew->setAutoDefault(false);
    m_copy->setObjectName(QStringLiteral("copyToken"));
    m_copy->setAutoDefault(false);
    m_copy->setToolTip(tr("Copies the token, and clears the clipboard after %n second(s).", nullptr, static_cast<int>(SecretClipboard::keptFor.count())));
    m_copied->hide();
    return card;
}

void TokenPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Where the width is short the words stand under the ring.
    m_lifeRow->setDirection(width() < 48 * gridUnit(this) ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void TokenPage::present(const AccountSnapshot &snapshot)
{
    if (snapshot.account.id != m_snapshot.account.id)
        m_chosen.clear();
    m_snapshot = snapshot;
    m_tokens.clear();
    if (snapshot.state.token)
        m_tokens.append({ .repository = {}, .token = *snapshot.state.token, .claims = snapshot.state.claims });
    for (const accounts::AccessFindings &findings : snapshot.access) {
        if (findings.answer.token)
            m_tokens.append({ .repository = findings.repository, .token = *findings.answer.token, .claims = findings.answer.claims });
    }
    m_renew->setEnabled(!snapshot.isChecking());
    showChoices();
    showToken();
}

void TokenPage::showChoices()
{
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    for (const Shown &shown : std::as_const(m_tokens))
        m_choice->addItem(shown.repository.isEmpty() ? tr("The sign-in itself") : shown.repository, shown.repository);
    m_choice->setCurrentIndex(qMax(0, m_choice->findData(m_chosen)));
    m_choiceRow->setVisible(m_tokens.size() > 1);
}

void TokenPage::showToken()
{
    const Shown *shown = current();
    m_ticker.setCounting(m_ring, shown != nullptr);
    if (!shown) {
        showEmpty();
        return;
    }
    m_stack->setCurrentIndex(0);
    m_title->setText(shown->repository.isEmpty() ? tr("Access token of the sign-in") : tr("Access token for %1").arg(shown->repository));
    m_life->setText(lifetimeText(shown->token));
    m_received->setText(receivedText(shown->token, m_clock.now()));
    m_grants->present(shown->token.requested, shown->claims ? shown->claims->access : QList<registry::AccessEntry>(), shown->claims.has_value());
    m_opaque->setVisible(!shown->claims);
    m_signature->setVisible(shown->claims.has_value());
    m_claims->setRows(shown->claims ? claimRows(*shown->claims) : QList<ClaimRow>());
    m_header->setRows(shown->claims ? headerRows(*shown->claims) : QList<ClaimRow>());
    checkSignature();
    tick();
}

void TokenPage::showEmpty()
{
    m_stack->setCurrentWidget(m_snapshot.state.basic ? m_basic : m_none);
    if (m_none->button())
        m_none->button()->setEnabled(!m_snapshot.isChecking());
}

void TokenPage::tick()
{
    if (const Shown *shown = current())
        m_ring->setTime(shown->token.remaining(m_clock), shown->token.lifetime);
}

void TokenPage::copy()
{
    if (const Shown *shown = current()) {
        m_clipboard->copy(shown->token.token);
        m_copied->setTextOrHide(tr("Copied. The clipboard is cleared in %n second(s).", nullptr, static_cast<int>(SecretClipboard::keptFor.count())));
    }
}

void TokenPage::checkSignature()
{
    const Shown *shown = current();
    if (!shown || !shown->claims)
        return;
    const QString host = m_snapshot.account.host.name();
    m_signature->present(shown->token.token->reveal([&](QByteArrayView bytes) { return m_keys.check(host, bytes); }));
}

const TokenPage::Shown *TokenPage::current() const
{
    for (const Shown &shown : m_tokens) {
        if (shown.repository == m_chosen)
            return &shown;
    }
    return m_tokens.isEmpty() ? nullptr : &m_tokens.first();
}

} // namespace wharf::ui
