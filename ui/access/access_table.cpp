#include "ui/access/access_table.h"

#include "ui/access/access_model.h"
#include "ui/access/grant_delegate.h"
#include "ui/style/grid.h"

#include <QHeaderView>
#include <QResizeEvent>
#include <QScrollBar>

#include <numeric>

namespace wharf::ui {

namespace {

constexpr int mostRows = 8;
/// Below this a name says nothing, and the table scrolls instead. Units of the grid.
constexpr int leastName = 12;

} // namespace

AccessTable::AccessTable(AccessModel *model, QWidget *parent)
    : QTableView(parent)
{
    setObjectName(QStringLiteral("accessTable"));
    setAccessibleName(tr("What the account may do, by repository"));
    setModel(model);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setTextElideMode(Qt::ElideMiddle); // both ends of a repository's name tell it apart; the tooltip has the whole
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    auto *delegate = new GrantDelegate(this);
    for (const int column : { AccessModel::Pull, AccessModel::Push, AccessModel::Delete })
        setItemDelegateForColumn(column, delegate);
}

void AccessTable::fit()
{
    const int unit = gridUnit(this);
    const int whole = sizeHintForColumn(AccessModel::Repository) + unit;
    QList<int> grants;
    for (const int column : { AccessModel::Pull, AccessModel::Push, AccessModel::Delete })
        grants.append(qMax(sizeHintForColumn(column), horizontalHeader()->sectionSizeHint(column)));
    int others = std::accumulate(grants.begin(), grants.end(), 0);
    // Names come first; what they leave is shared.
    const int more = qBound(0, (viewport()->width() - others - whole) / 4, 2 * unit);
    for (int i = 0; i < grants.size(); ++i)
        setColumnWidth(AccessModel::Pull + i, grants[i] + more);
    others += more * static_cast<int>(grants.size());
    const int names = qMin(whole, leastName * unit);
    setColumnWidth(AccessModel::Repository, qMax(names, viewport()->width() - others));

    int height = horizontalHeader()->sizeHint().height() + 2 * frameWidth();
    const int rows = qMin(mostRows, model()->rowCount());
    for (int row = 0; row < rows; ++row)
        height += rowHeight(row);
    if (names + others > viewport()->width())
        height += horizontalScrollBar()->sizeHint().height();
    setFixedHeight(height);
}

void AccessTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        fit();
}

} // namespace wharf::ui
