#include "ui/push/push_page.h"

#include "core/push/push_queue.h"
#include "ui/push/push_card.h"
#include "ui/push/push_form.h"
#include "ui/push/push_queue_view.h"
#include "ui/style/grid.h"
#include "ui/style/page_area.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QVBoxLayout>

namespace wharf::ui {

namespace {

/// The one file or folder of this machine that is dragged; empty for anything else.
QString draggedFile(const QMimeData &data)
{
    const QList<QUrl> urls = data.urls();
    return urls.size() == 1 && urls.first().isLocalFile() ? urls.first().toLocalFile() : QString();
}

} // namespace

PushPage::PushPage(push::PushQueue &queue, ImageLister lister, std::shared_ptr<const Clock> clock, QSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_queue(queue)
    , m_memory(settings)
    , m_area(new PageArea(this))
    , m_form(new PushForm(std::move(lister), std::move(clock), settings, this))
    , m_view(new PushQueueView(queue, this))
{
    setAcceptDrops(true);
    m_area->column()->addWidget(m_form);
    m_area->column()->addWidget(m_view);
    m_area->column()->addStretch();
    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 0);
    outer->addWidget(m_area);
    connect(m_form, &PushForm::ordered, this, [this](const push::PushOrder &order) {
        const QUuid id = m_queue.add(order, m_account);
        if (QWidget *card = m_view->card(id))
            m_area->reveal(card);
    });
    connect(m_view, &PushQueueView::whyRequested, this, &PushPage::whyRequested);
    connect(&queue, &push::PushQueue::ended, this, &PushPage::measure);
}

void PushPage::present(const AccountSnapshot &snapshot)
{
    m_account = snapshot.account.id;
    m_form->present(snapshot);
}

void PushPage::refresh()
{
    m_form->refresh();
}

void PushPage::focusFirst()
{
    m_form->focusFirst();
}

void PushPage::measure(const QUuid &id)
{
    const push::QueuedPush *push = m_queue.find(id);
    if (!push || !push->outcome || push->order.bytesPerSecond > 0)
        return;
    // What was over in a moment says more about the registry's wits than about the line.
    const push::PushOutcome &outcome = *push->outcome;
    if (outcome.milliseconds >= 2000 && outcome.sent >= 5'000'000)
        m_memory.measured(push->order.destination.host, static_cast<double>(outcome.sent) * 1000 / static_cast<double>(outcome.milliseconds));
}

void PushPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (!draggedFile(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void PushPage::dropEvent(QDropEvent *event)
{
    const QString file = draggedFile(*event->mimeData());
    if (file.isEmpty())
        return;
    event->acceptProposedAction();
    m_form->chooseFile(file);
}

void PushPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!std::exchange(m_listed, true))
        m_form->refresh();
}

} // namespace wharf::ui
