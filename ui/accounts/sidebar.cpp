#include "ui/accounts/sidebar.h"

#include "ui/accounts/account_list.h"
#include "ui/accounts/account_model.h"
#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"
#include "ui/style/tone.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace wharf::ui {

Sidebar::Sidebar(AccountModel *model, Ticker &ticker, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_search(new QLineEdit(this))
    , m_list(new AccountList(model, ticker, this))
    , m_nothingFound(new QWidget(this))
    , m_add(new QPushButton(tr("&Add account"), this))
    , m_diagnose(new QToolButton(this))
    , m_settings(new QToolButton(this))
{
    const int unit = gridUnit(this);
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setPlaceholderText(tr("Search accounts"));
    m_search->setAccessibleName(tr("Search accounts"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &Sidebar::searchChanged);

    setIcon(m_add, QStringLiteral("add"));
    m_add->setObjectName(QStringLiteral("addAccount"));
    m_add->setToolTip(tr("Add an account (Ctrl+N)"));
    m_add->setAutoDefault(false);
    connect(m_add, &QPushButton::clicked, this, &Sidebar::addRequested);

    m_diagnose->setObjectName(QStringLiteral("openDiagnose"));
    m_diagnose->setToolTip(tr("Diagnose any registry"));
    m_diagnose->setAccessibleName(tr("Diagnose any registry"));
    setIcon(m_diagnose, QStringLiteral("diagnose"));
    connect(m_diagnose, &QToolButton::clicked, this, &Sidebar::diagnoseRequested);

    m_settings->setObjectName(QStringLiteral("openSettings"));
    setIcon(m_settings, QStringLiteral("settings"));
    for (QToolButton *button : { m_diagnose, m_settings }) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
    }
    m_settings->setToolTip(tr("Settings (Ctrl+,)"));
    m_settings->setAccessibleName(tr("Settings"));
    connect(m_settings, &QToolButton::clicked, this, &Sidebar::settingsRequested);

    auto *nothing = new QVBoxLayout(m_nothingFound);
    nothing->setContentsMargins(2 * unit, 3 * unit, 2 * unit, 0);
    auto *words = new Label(Label::Role::Caption, tr("No account fits the search."), m_nothingFound);
    words->setAlignment(Qt::AlignHCenter);
    nothing->addWidget(words);
    nothing->addStretch();
    m_nothingFound->hide();

    auto *top = new QHBoxLayout;
    top->setContentsMargins(unit, unit + unit / 2, unit, unit);
    top->addWidget(m_search);
    auto *bottom = new QHBoxLayout;
    bottom->setContentsMargins(unit, unit, unit, unit);
    bottom->setSpacing(unit / 2);
    bottom->addWidget(m_add, 1);
    bottom->addWidget(m_diagnose);
    bottom->addWidget(m_settings);

    auto *column = new QVBoxLayout(this);
    setGap(column, this, 0);
    column->setContentsMargins(0, 0, 1, 0); // the line at the edge
    column->addLayout(top);
    column->addWidget(m_list, 1);
    column->addWidget(m_nothingFound, 1);
    column->addLayout(bottom);
    setTabOrder(m_search, m_list);
    setTabOrder(m_list, m_add);
    setTabOrder(m_add, m_diagnose);
    setTabOrder(m_diagnose, m_settings);
    setMinimumWidth(22 * unit);
}

void Sidebar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

QSize Sidebar::sizeHint() const
{
    return { 36 * gridUnit(this), 40 * gridUnit(this) };
}

bool Sidebar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_search || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Escape && !m_search->text().isEmpty()) {
        m_search->clear();
        return true;
    }
    // Typing a few letters and pressing Enter or Down is all it takes to get to an account.
    if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
        const QModelIndex first = m_model->firstAccount();
        if (first.isValid()) {
            if (!m_list->currentIndex().isValid())
                m_list->setCurrentIndex(first);
            m_list->setFocus(Qt::ShortcutFocusReason);
        }
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void Sidebar::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    const int edge = layoutDirection() == Qt::RightToLeft ? 0 : width() - 1;
    painter.fillRect(QRect(edge, 0, 1, height()), hairlineColor(palette()));
}

void Sidebar::searchChanged(const QString &text)
{
    m_model->setSearch(text);
    const bool nothing = m_model->rowCount() == 0 && !text.trimmed().isEmpty();
    m_list->setVisible(!nothing);
    m_nothingFound->setVisible(nothing);
}

} // namespace wharf::ui
