#include "ui/push/layer_list.h"

#include "ui/push/layer_delegate.h"
#include "ui/push/layer_model.h"

#include <QKeyEvent>

namespace wharf::ui {

namespace {

constexpr int mostRows = 9;

} // namespace

LayerList::LayerList(LayerModel *model, QWidget *parent)
    : QListView(parent)
{
    setObjectName(QStringLiteral("layers"));
    setAccessibleName(tr("Layers"));
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUniformItemSizes(true);
    setItemDelegate(new LayerDelegate(this));
    setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &LayerList::fit);
    fit();
}

void LayerList::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    if (event->size().width() == event->oldSize().width())
        return;
    scheduleDelayedItemsLayout(); // rows may have become higher
    fit();
}

void LayerList::keyPressEvent(QKeyEvent *event)
{
    // At an end the keyboard stays; what opens and closes is its card's.
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Escape)
        event->ignore();
    else
        QListView::keyPressEvent(event);
}

void LayerList::fit()
{
    const int rows = qBound(1, model()->rowCount(), mostRows);
    setFixedHeight(rows * qMax(fontMetrics().height(), sizeHintForRow(0)) + 2 * frameWidth());
}

} // namespace wharf::ui
