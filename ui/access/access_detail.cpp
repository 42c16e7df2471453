#include "ui/access/access_detail.h"

#include "core/wording/wording.h"
#include "ui/access/access_model.h"
#include "ui/style/card.h"
#include "ui/style/flow_layout.h"
#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"
#include "ui/style/notice.h"
#include "ui/style/picture.h"
#include "ui/wording/access_words.h"

#include <QGridLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace wharf::ui {

namespace {

/// Something that people miss: who may not delete seldom wonders why.
bool isRefused(const accounts::AccessFindings &findings)
{
    const auto refused = [&findings](const char *action) { return grantOf(findings, QLatin1String(action)) == registry::Grant::Refused; };
    return findings.failure || refused("pull") || refused("push") || (findings.answer.pushProof && !*findings.answer.pushProof);
}

} // namespace

AccessDetail::AccessDetail(QWidget *parent)
    : QWidget(parent)
    , m_title(new Label(Label::Role::Heading, {}, this))
    , m_notice(new Notice(this))
    , m_why(new QPushButton(tr("&Why?"), this))
    , m_proof(new QPushButton(tr("Check &push right…"), this))
    , m_refresh(new QPushButton(tr("Ask &again"), this))
{
    const int unit = gridUnit(this);
    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 0);
    auto *card = new Card({}, this);
    outer->addWidget(card);
    card->content()->addWidget(m_title);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(unit);
    grid->setVerticalSpacing(unit);
    grid->setColumnStretch(2, 1);
    for (int i = 0; i < 3; ++i) {
        Row row { .picture = new Picture({}, iconSize(this), card), .action = new Label(Label::Role::Strong, {}, card),
                  .reason = new Label(Label::Role::Caption, {}, card) };
        row.action->setWordWrap(false);
        row.reason->makeSelectable();
        grid->addWidget(row.picture, i, 0, Qt::AlignTop);
        grid->addWidget(row.action, i, 1, Qt::AlignTop);
        grid->addWidget(row.reason, i, 2, Qt::AlignTop);
        m_rows.append(row);
    }
    card->content()->addLayout(grid);
    card->content()->addWidget(m_notice);
    auto *buttons = new FlowLayout;
    buttons->setSpacing(unit);
    m_title->makeSelectable();
    m_notice->setObjectName(QStringLiteral("pushProof"));
    m_proof->setObjectName(QStringLiteral("checkPush"));
    m_proof->setAutoDefault(false);
    m_proof->setToolTip(tr("Starts an upload and takes it back. Nothing is stored."));
    setIcon(m_refresh, QStringLiteral("checking"));
    m_refresh->setObjectName(QStringLiteral("askAgain"));
    m_refresh->setAutoDefault(false);
    m_why->setObjectName(QStringLiteral("whyRefused"));
    m_why->setAutoDefault(false);
    m_why->setToolTip(tr("Find out why this is refused"));
    m_why->setAccessibleName(tr("Why is this refused?"));
    buttons->addWidget(m_why);
    buttons->addWidget(m_proof);
    buttons->addWidget(m_refresh);
    card->content()->addLayout(buttons);
    connect(m_why, &QPushButton::clicked, this, &AccessDetail::whyRequested);
    connect(m_proof, &QPushButton::clicked, this, &AccessDetail::proofRequested);
    connect(m_refresh, &QPushButton::clicked, this, &AccessDetail::refreshRequested);
}

void AccessDetail::present(const accounts::Account &account, const accounts::AccessFindings &findings, bool asking)
{
    m_title->setText(findings.repository);
    for (int i = 0; i < m_rows.size(); ++i) {
        const QString action = AccessModel::actionOf(i + AccessModel::Pull);
        const GrantWords words = grantWords(grantOf(findings, action));
        const Row &row = m_rows[i];
        row.picture->setPicture(words.icon, words.tone);
        row.action->setText(tr("%1: %2", "action and whether it is granted").arg(actionWord(action), words.word));
        row.action->setTone(words.tone);
        // A failure that is the same for all three is said once, below.
        row.reason->setText(findings.failure ? QString() : grantReason(account, findings, action));
    }
    showProof(account, findings);
    m_why->setVisible(isRefused(findings));
    m_proof->setEnabled(!asking);
    m_refresh->setEnabled(!asking);
}

void AccessDetail::showProof(const accounts::Account &account, const accounts::AccessFindings &findings)
{
    if (findings.failure) {
        m_notice->say(Tone::Bad, wording::failureWords(*findings.failure, account.host.name()));
        return;
    }
    if (!findings.answer.pushProof) {
        m_notice->clear();
        return;
    }
    if (*findings.answer.pushProof)
        m_notice->say(Tone::Good, { .sentence = tr("The push right is real: the registry started an upload, and it was taken back."), .nextStep = {} });
    else
        m_notice->say(Tone::Bad, wording::failureWords(findings.answer.pushProof->error(), account.host.name()));
}

} // namespace wharf::ui
