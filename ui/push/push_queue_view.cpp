#include "ui/push/push_queue_view.h"

#include "core/push/push_queue.h"
#include "ui/diagnosis/folding_head.h"
#include "ui/push/push_card.h"
#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/style/notice.h"

#include <QApplication>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace wharf::ui {

PushQueueView::PushQueueView(push::PushQueue &queue, QWidget *parent)
    : QWidget(parent)
    , m_queue(queue)
    , m_column(new QVBoxLayout)
    , m_clear(new QPushButton(tr("Remove what has ended"), this))
    , m_trouble(new Notice(this))
{
    const int unit = gridUnit(this);
    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 1);
    auto *top = new QHBoxLayout;
    top->setSpacing(2 * unit);
    auto *heading = new Label(Label::Role::Heading, tr("Queue"), this);
    heading->setWordWrap(false);
    top->addWidget(heading);
    top->addStretch();
    top->addWidget(m_clear);
    m_clear->setObjectName(QStringLiteral("removeEnded"));
    m_clear->setFlat(true);
    m_clear->setAutoDefault(false);
    m_trouble->setObjectName(QStringLiteral("queueTrouble"));
    setGap(m_column, this, 1);
    outer->addLayout(top);
    outer->addWidget(m_trouble);
    outer->addLayout(m_column);

    connect(m_clear, &QPushButton::clicked, this, &PushQueueView::removeEnded);
    connect(&queue, &push::PushQueue::added, this, &PushQueueView::add);
    connect(&queue, &push::PushQueue::removed, this, &PushQueueView::take);
    connect(&queue, &push::PushQueue::changed, this, &PushQueueView::changed);
    connect(&queue, &push::PushQueue::progressed, this, [this](const QUuid &id) {
        const push::QueuedPush *push = m_queue.find(id);
        if (PushCard *card = m_cards.value(id); card && push)
            card->progress(*push);
    });
    connect(&queue, &push::PushQueue::troubleChanged, this, &PushQueueView::showState);
    const QList<QUuid> ids = queue.ids();
    for (const QUuid &id : ids)
        add(id);
    showState();
}

void PushQueueView::add(const QUuid &id)
{
    const push::QueuedPush *push = m_queue.find(id);
    if (!push || m_cards.contains(id))
        return;
    auto *card = new PushCard(*push, this);
    connect(card, &PushCard::pauseRequested, &m_queue, &push::PushQueue::pause);
    connect(card, &PushCard::resumeRequested, &m_queue, &push::PushQueue::resume);
    connect(card, &PushCard::cancelRequested, &m_queue, &push::PushQueue::cancel);
    connect(card, &PushCard::retryRequested, &m_queue, &push::PushQueue::retry);
    // Later: a card cannot go while one of its buttons speaks.
    connect(card, &PushCard::removeRequested, &m_queue, &push::PushQueue::remove, Qt::QueuedConnection);
    connect(card, &PushCard::whyRequested, this, &PushQueueView::whyRequested);
    m_cards.insert(id, card);
    m_column->insertWidget(0, card);
    card->show();
    orderKeys();
    showState();
}

void PushQueueView::take(const QUuid &id)
{
    PushCard *card = m_cards.take(id);
    if (!card)
        return;
    const QWidget *focused = QApplication::focusWidget();
    const bool hadKeys = focused && card->isAncestorOf(focused);
    const int place = m_column->indexOf(card);
    m_column->removeWidget(card);
    card->hide();
    card->deleteLater();
    showState();
    if (!hadKeys || m_column->isEmpty())
        return;
    auto *next = static_cast<PushCard *>(m_column->itemAt(qMin(place, m_column->count() - 1))->widget());
    next->head()->setFocus(Qt::OtherFocusReason);
}

void PushQueueView::changed(const QUuid &id)
{
    const push::QueuedPush *push = m_queue.find(id);
    if (PushCard *card = m_cards.value(id); card && push)
        card->present(*push);
    showState();
}

void PushQueueView::orderKeys()
{
    // The newest card is made last and stands first.
    QWidget *before = m_clear;
    for (int at = 0; at < m_column->count(); ++at) {
        const auto parts = m_column->itemAt(at)->widget()->findChildren<QWidget *>();
        for (QWidget *part : parts) {
            if (!(part->focusPolicy() & Qt::TabFocus))
                continue;
            setTabOrder(before, part);
            before = part;
        }
    }
}

void PushQueueView::removeEnded()
{
    const QList<QUuid> ids = m_queue.ids();
    for (const QUuid &id : ids) {
        if (const push::QueuedPush *push = m_queue.find(id); push && push->hasEnded())
            m_queue.remove(id);
    }
}

void PushQueueView::showState()
{
    const QList<QUuid> ids = m_queue.ids();
    const auto ended = std::count_if(ids.cbegin(), ids.cend(), [this](const QUuid &id) { return m_queue.find(id)->hasEnded(); });
    m_clear->setVisible(ended > 1);
    if (m_queue.trouble()) {
        m_trouble->say(Tone::Caution, { .sentence = tr("The queue cannot be kept: a restart of Wharfinger forgets what is not done."),
                                        .nextStep = wording::failureWords(*m_queue.trouble(), {}).text() });
    } else {
        m_trouble->clear();
    }
    setVisible(!ids.isEmpty() || m_queue.trouble());
}

} // namespace wharf::ui
