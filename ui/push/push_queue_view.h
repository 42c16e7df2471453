#pragma once

#include <QHash>
#include <QUuid>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace wharf::push {
class PushQueue;
}

namespace wharf::ui {

class Notice;
class PushCard;

/// The queue of pushes as cards, the newest on top.
class PushQueueView final : public QWidget {
    Q_OBJECT
public:
    explicit PushQueueView(push::PushQueue &queue, QWidget *parent = nullptr);

    [[nodiscard]] PushCard *card(const QUuid &id) const { return m_cards.value(id); }

Q_SIGNALS:
    void whyRequested(const QUuid &id);

private:
    void add(const QUuid &id);
    void take(const QUuid &id);
    void changed(const QUuid &id);
    void removeEnded();
    void showState();
    void orderKeys();

    push::PushQueue &m_queue;
    QHash<QUuid, PushCard *> m_cards;
    QVBoxLayout *m_column;
    QPushButton *m_clear;
    Notice *m_trouble;
};

} // namespace wharf::ui
