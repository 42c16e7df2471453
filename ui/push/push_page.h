#pragma once

#include "ui/accounts/account_snapshot.h"
#include "ui/push/image_lister.h"
#include "ui/push/push_memory.h"

#include <QWidget>

class QSettings;

namespace wharf::push {
class PushQueue;
struct QueuedPush;
}

namespace wharf::ui {

class PageArea;
class PushForm;
class PushQueueView;

/// Pushes images: what to push and where on top, and below it the queue.
class PushPage final : public QWidget {
    Q_OBJECT
public:
    PushPage(push::PushQueue &queue, ImageLister lister, std::shared_ptr<const Clock> clock, QSettings &settings, QWidget *parent = nullptr);

    void present(const AccountSnapshot &snapshot);
    /// Asks Docker and Podman for their images again.
    void refresh();
    void focusFirst();

Q_SIGNALS:
    /// Somebody wants to know why that push of the queue failed.
    void whyRequested(const QUuid &push);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void measure(const QUuid &id);

    push::PushQueue &m_queue;
    PushMemory m_memory;
    QUuid m_account;
    bool m_listed = false;
    PageArea *m_area;
    PushForm *m_form;
    PushQueueView *m_view;
};

} // namespace wharf::ui
