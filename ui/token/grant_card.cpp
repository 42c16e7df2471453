#include "ui/token/grant_card.h"

#include "ui/style/card.h"
#include "ui/style/chip.h"
#include "ui/style/flow_layout.h"
#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/wording/access_words.h"

#include <QVBoxLayout>

namespace wharf::ui {

GrantCard::GrantCard(QWidget *parent)
    : QWidget(parent)
    , m_card(new Card(tr("Asked and granted"), this))
{
    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 0);
    outer->addWidget(m_card);
}

void GrantCard::present(const QList<registry::Scope> &requested, const QList<registry::AccessEntry> &granted, bool readable)
{
    delete m_body;
    m_body = new QWidget(m_card);
    const int unit = gridUnit(this);
    auto *column = new QVBoxLayout(m_body);
    setGap(column, this, 1);
    m_card->content()->addWidget(m_body);

    QList<registry::GrantRow> rows = registry::compareGrants(requested, granted);
    if (rows.isEmpty()) {
        column->addWidget(new Label(Label::Role::Body, tr("Nothing was asked for: this token shows who you are, and opens no repository. The Access page asks for one."), m_body));
        return;
    }
    QString resource;
    FlowLayout *chips = nullptr;
    for (const registry::GrantRow &row : rows) {
        const QString name = row.type == QLatin1String("repository") ? row.name : tr("%1 %2", "resource type and name").arg(row.type, row.name);
        if (!chips || name != resource) {
            resource = name;
            auto *title = new Label(Label::Role::Body, name, m_body);
            title->makeSelectable();
            column->addWidget(title);
            chips = new FlowLayout;
            chips->setSpacing(unit);
            column->addLayout(chips);
        }
        // A token that cannot be read refuses nothing that anybody could see.
        const GrantWords words = grantWords(readable ? row.grant : registry::Grant::NotAsked);
        auto *chip = new Chip(m_body);
        chip->setContent(words.icon, actionWord(row.action), readable ? words.word : tr("Asked"), words.tone);
        chips->addWidget(chip);
    }
}

} // namespace wharf::ui
