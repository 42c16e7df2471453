#include "ui/main_window/first_picture.h"

#include <QEvent>
#include <QTimer>
#include <QWidget>

namespace wharf::ui {

FirstPicture::FirstPicture(QWidget *window, std::chrono::milliseconds patience)
    : QObject(window)
{
    window->installEventFilter(this);
    QTimer::singleShot(patience, this, &FirstPicture::tell);
}

bool FirstPicture::eventFilter(QObject *watched, QEvent *event)
{
    // Queued, for the picture goes to the screen when all widgets have painted.
    if (event->type() == QEvent::Paint)
        QMetaObject::invokeMethod(this, &FirstPicture::tell, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

void FirstPicture::tell()
{
    if (std::exchange(m_told, true))
        return;
    Q_EMIT drawn();
    deleteLater();
}

} // namespace wharf::ui
