#include "ui/style/ticker.h"

#include <QEvent>
#include <QWidget>
#include <QWindow>

namespace wharf::ui {

Ticker::Ticker(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(std::chrono::seconds(1));
    connect(&m_timer, &QTimer::timeout, this, &Ticker::tick);
}

void Ticker::setCounting(QWidget *client, bool counting)
{
    if (!m_clients.contains(client)) {
        client->installEventFilter(this);
        connect(client, &QObject::destroyed, this, [this, client] {
            m_clients.remove(client);
            decide();
        });
    }
    m_clients.insert(client, counting);
    watchWindowOf(client);
    decide();
}

bool Ticker::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::Show:
        if (auto *widget = qobject_cast<QWidget *>(watched))
            watchWindowOf(widget);
        [[fallthrough]];
    case QEvent::Hide:
    case QEvent::WindowStateChange:
    case QEvent::Expose:
        // A queued call, for the widget's own state follows the event.
        QMetaObject::invokeMethod(this, &Ticker::decide, Qt::QueuedConnection);
        break;
    default:
        break;
    }
    return false;
}

bool Ticker::canBeSeen(const QWidget *client)
{
    if (!client->isVisible() || client->window()->isMinimized())
        return false;
    const QWindow *window = client->window()->windowHandle();
    return !window || window->isExposed();
}

void Ticker::watchWindowOf(QWidget *client)
{
    QWidget *window = client->window();
    window->installEventFilter(this); // installing twice only moves it to the front
    if (QWindow *handle = window->windowHandle())
        handle->installEventFilter(this);
}

void Ticker::decide()
{
    bool needed = false;
    for (auto it = m_clients.cbegin(); it != m_clients.cend(); ++it)
        needed = needed || (it.value() && canBeSeen(it.key()));
    if (needed == m_timer.isActive())
        return;
    if (needed) {
        m_timer.start();
        Q_EMIT tick(); // what is shown may be old by now
    } else {
        m_timer.stop();
    }
}

} // namespace wharf::ui
