#include "ui/accounts/account_list.h"

#include "ui/accounts/account_delegate.h"
#include "ui/accounts/account_model.h"
#include "ui/style/ticker.h"

#include <QKeyEvent>

namespace wharf::ui {

AccountList::AccountList(AccountModel *model, Ticker &ticker, QWidget *parent)
    : QListView(parent)
    , m_model(model)
    , m_ticker(ticker)
{
    setObjectName(QStringLiteral("accountList"));
    setAccessibleName(tr("Accounts"));
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Window);
    setItemDelegate(new AccountDelegate(this));
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_resetting = true; });
    setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        m_resetting = false;
        select(m_wanted);
        keepCounting();
    });
    connect(model, &QAbstractItemModel::dataChanged, this, &AccountList::keepCounting);
    connect(&ticker, &Ticker::tick, this, [this] {
        viewport()->update();
        keepCounting();
    });
    keepCounting();
}

QUuid AccountList::currentAccount() const
{
    return currentIndex().data(AccountModel::IdRole).toUuid();
}

void AccountList::select(const QUuid &account)
{
    m_wanted = account;
    const QModelIndex index = m_model->indexOf(account);
    if (index.isValid())
        setCurrentIndex(index);
    else
        selectionModel()->clear();
}

void AccountList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (m_resetting || !current.isValid())
        return;
    // The first account shows the name of its registry, too.
    if (current.row() == 1)
        scrollToTop();
    const QUuid account = current.data(AccountModel::IdRole).toUuid();
    if (account.isNull() || account == m_wanted)
        return;
    m_wanted = account;
    Q_EMIT selected(account);
}

void AccountList::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        Q_EMIT opened(currentAccount());
        return;
    }
    QListView::keyPressEvent(event);
}

void AccountList::mouseDoubleClickEvent(QMouseEvent *event)
{
    QListView::mouseDoubleClickEvent(event);
    if (indexAt(event->pos()).isValid())
        Q_EMIT opened(currentAccount());
}

void AccountList::keepCounting()
{
    m_ticker.setCounting(viewport(), m_model->counts());
}

} // namespace wharf::ui
