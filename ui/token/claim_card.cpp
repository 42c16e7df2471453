#include "ui/token/claim_card.h"

#include "ui/style/card.h"
#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QRegularExpression>
#include <QToolButton>
#include <QVBoxLayout>

namespace wharf::ui {

namespace {

/// Digests and key ids: too long for a line, and of no use in part.
bool isId(const QString &value)
{
    return value.size() > 24 && !value.contains(QLatin1Char(' ')) && !value.contains(QLatin1Char('\n'));
}

bool hasLongWord(const QString &value)
{
    static const QRegularExpression longWord(QStringLiteral("\\S{17}"));
    return longWord.match(value).hasMatch();
}

/// Words may break after every sign that is no letter, and ids anywhere; nothing is to be seen where they need not.
QString breakable(const QString &value)
{
    const bool anywhere = isId(value);
    QString spaced;
    for (const QChar c : value) {
        spaced.append(c);
        if (anywhere || (!c.isLetterOrNumber() && !c.isSpace()))
            spaced.append(QChar(0x200b));
    }
    return spaced;
}

QToolButton *copyButton(const ClaimRow &row, QWidget *parent)
{
    auto *copy = new QToolButton(parent);
    setIcon(copy, QStringLiteral("copy"));
    copy->setAutoRaise(true);
    copy->setFocusPolicy(Qt::StrongFocus);
    copy->setAccessibleName(ClaimCard::tr("Copy %1").arg(row.name));
    copy->setToolTip(copy->accessibleName());
    QObject::connect(copy, &QToolButton::clicked, copy, [value = row.value] { QGuiApplication::clipboard()->setText(value); });
    return copy;
}

} // namespace

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
        const bool id = isId(row.value);
        const bool breaks = hasLongWord(row.value);
        auto *value = new Label(id ? Label::Role::Fixed : Label::Role::Body, breaks ? breakable(row.value) : row.value, m_body);
        value->setAccessibleName(row.value);
        value->setAccessibleDescription(row.meaning);
        text->addWidget(value);
        if (id)
            grid->addWidget(copyButton(row, m_body), line, 2, Qt::AlignTop);
        else if (!breaks)
            value->makeSelectable();
        if (!row.meaning.isEmpty())
            text->addWidget(new Label(Label::Role::Caption, row.meaning, m_body));
        grid->addWidget(name, line, 0, Qt::AlignTop);
        grid->addLayout(text, line, 1);
        ++line;
    }
    m_card->content()->addWidget(m_body);
}

} // namespace wharf::ui
