#include "ui/token/claim_card.h"

#include "ui/style/card.h"
#include "ui/style/grid.h"
#include "ui/style/label.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace wharf::ui {

ClaimCard::ClaimCard(const QString &heading, QWidget *parent)
    : QWidget(parent)
    , m_card(new Card(heading, this))
{
    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 0);
    outer->addWidget(m_card);
    hide();
}

void ClaimCard::setRows(const QList<ClaimRow> &rows)
{
    setVisible(!rows.isEmpty());
    if (rows == m_rows)
        return;
    m_rows = rows;
    delete m_body;
    m_body = new QWidget(m_card);
    const int unit = gridUnit(this);
    auto *grid = new QGridLayout(m_body);
    setGap(grid, this, 0);
    grid->setHorizontalSpacing(2 * unit);
    grid->setVerticalSpacing(unit);
    grid->setColumnStretch(1, 1);
    int line = 0;
    for (const ClaimRow &row : rows) {
        auto *name = new Label(Label::Role::Fixed, row.name, m_body);
        name->setWordWrap(false);
        auto *text = new QVBoxLayout;
        text->setSpacing(unit / 4);
        auto *value = new Label(Label::Role::Body, row.value, m_body);
        value->makeSelectable();
        value->setAccessibleDescription(row.meaning);
        text->addWidget(value);
        if (!row.meaning.isEmpty())
            text->addWidget(new Label(Label::Role::Caption, row.meaning, m_body));
        grid->addWidget(name, line, 0, Qt::AlignTop);
        grid->addLayout(text, line, 1);
        ++line;
    }
    m_card->content()->addWidget(m_body);
}

} // namespace wharf::ui
