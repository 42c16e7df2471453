#include "ui/accounts/overview_page.h"

#include "core/wording/wording.h"
#include "ui/accounts/hand_over_card.h"
#include "ui/style/card.h"
#include "ui/style/chip.h"
#include "ui/style/detail_grid.h"
#include "ui/style/flow_layout.h"
#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"
#include "ui/style/notice.h"
#include "ui/style/page_area.h"
#include "ui/wording/account_words.h"
#include "ui/wording/time_words.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace wharf::ui {

OverviewPage::OverviewPage(AccountActions &actions, const accounts::CredentialStore &store, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_clock(clock)
    , m_notice(new Notice(this))
    , m_grid(new DetailGrid(this))
    , m_scopeArea(new QWidget(this))
    , m_chips(new QWidget(m_scopeArea))
    , m_scopes(new FlowLayout(m_chips))
    , m_noScopes(new Label(Label::Role::Body, {}, m_scopeArea))
    , m_handOver(new HandOverCard(actions, this))
    , m_replace(new QPushButton(tr("&Replace token…"), this))
    , m_makeActive(new QPushButton(tr("&Make active"), this))
    , m_signOut(new QPushButton(tr("&Sign out…"), this))
{
    m_who = m_grid->addText(tr("Signed in as"));
    m_kind = m_grid->addText(tr("Signs in with"));
    auto *scopes = new QVBoxLayout(m_scopeArea);
    setGap(scopes, this, 1);
    m_scopes->setSpacing(gridUnit(this));
    scopes->addWidget(m_chips);
    scopes->addWidget(m_noScopes);
    m_grid->addWidget(tr("Allows"), m_scopeArea);
    m_expiry = m_grid->addText(tr("Expires"));
    m_proven = m_grid->addText(tr("Last proven"));
    m_kept = m_grid->addText(tr("Secret kept in"));
    m_active = m_grid->addText(tr("Active account"));
    m_who->setObjectName(QStringLiteral("who"));
    m_kind->setObjectName(QStringLiteral("kind"));
    m_expiry->setObjectName(QStringLiteral("expiry"));
    m_notice->setObjectName(QStringLiteral("accountNotice"));

    auto *card = new Card({}, this);
    card->content()->addWidget(m_grid);

    auto *buttons = new FlowLayout;
    buttons->setSpacing(gridUnit(this));
    for (QPushButton *button : { m_makeActive, m_replace, m_signOut }) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    setIcon(m_replace, QStringLiteral("key"));
    setIcon(m_makeActive, QStringLiteral("ready"));
    setIcon(m_signOut, QStringLiteral("signout"));
    m_replace->setObjectName(QStringLiteral("replaceToken"));
    m_makeActive->setObjectName(QStringLiteral("makeActive"));
    m_signOut->setObjectName(QStringLiteral("signOut"));

    auto *area = new PageArea(this);
    area->column()->addWidget(m_notice);
    area->column()->addWidget(card);
    area->column()->addWidget(m_handOver);
    area->column()->addLayout(buttons);
    area->column()->addStretch();
    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 0);
    outer->addWidget(area);

    connect(m_notice, &Notice::nextStepChosen, this, [this] {
        if (m_nextIsReplace)
            Q_EMIT replaceRequested();
        else
            Q_EMIT checkRequested();
    });
    connect(m_replace, &QPushButton::clicked, this, &OverviewPage::replaceRequested);
    connect(m_makeActive, &QPushButton::clicked, this, &OverviewPage::makeActiveRequested);
    connect(m_signOut, &QPushButton::clicked, this, &OverviewPage::signOutRequested);
}

void OverviewPage::present(const AccountSnapshot &snapshot)
{
    showNotice(snapshot);
    showFacts(snapshot);
    showScopes(snapshot);
    m_handOver->present(snapshot.account.host);
    m_makeActive->setVisible(snapshot.sharesHost && !snapshot.active);
}

void OverviewPage::showNotice(const AccountSnapshot &snapshot)
{
    const AccountNotice notice = accountNotice(snapshot.account, snapshot.state, m_clock);
    m_nextIsReplace = notice.step == AccountNotice::Step::Replace;
    QString button;
    if (notice.step == AccountNotice::Step::Replace)
        button = tr("Replace token…");
    else if (notice.step == AccountNotice::Step::Check)
        button = tr("Check again");
    m_notice->say(notice.tone, notice.words, button);
}

void OverviewPage::showFacts(const AccountSnapshot &snapshot)
{
    const accounts::Account &account = snapshot.account;
    const QDateTime now = m_clock.now();
    m_who->setText(whoText(account, snapshot.state));
    m_kind->setText(kindText(account));
    m_expiry->setText(expiryText(account, now));
    m_expiry->setTone(expiryTone(account, now));
    m_proven->setText(account.lastProven.isValid() ? agoText(account.lastProven, now) : tr("never"));
    m_proven->setToolTip(account.lastProven.isValid() ? momentText(account.lastProven) : QString());
    m_kept->setText(storeText(m_store.kind(), m_store.name()));
    m_grid->setRowVisible(m_active, snapshot.sharesHost);
    m_active->setText(snapshot.active ? tr("this one: clients get it for %1").arg(account.host.name())
                                      : tr("another one: clients do not get this one for %1").arg(account.host.name()));
}

void OverviewPage::showScopes(const AccountSnapshot &snapshot)
{
    const QStringList scopes = snapshot.account.facts ? snapshot.account.facts->scopes : QStringList();
    m_chips->setVisible(!scopes.isEmpty());
    m_noScopes->setTextOrHide(scopes.isEmpty() ? withoutScopesText(snapshot.account, snapshot.state) : QString());
    if (scopes == m_shownScopes)
        return;
    m_shownScopes = scopes;
    while (QLayoutItem *item = m_scopes->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const QString &scope : scopes) {
        auto *chip = new Chip(m_chips);
        const QString meaning = wording::scopeMeaning(scope);
        const bool useful = opensRegistry(scope);
        chip->setContent(useful ? QStringLiteral("ready") : QStringLiteral("notasked"), scope, meaning, useful ? Tone::Good : Tone::Quiet);
        m_scopes->addWidget(chip);
    }
    m_scopeArea->updateGeometry();
}

} // namespace wharf::ui
