#include "ui/style/picture.h"

#include "ui/style/icons.h"

#include <QPainter>

namespace wharf::ui {

Picture::Picture(QString name, int size, QWidget *parent)
    : QWidget(parent)
    , m_name(std::move(name))
{
    setFixedSize(size, size);
}

void Picture::setPicture(const QString &name, std::optional<Tone> tone)
{
    m_name = name;
    m_tone = tone;
    update();
}

void Picture::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    if (m_name.isEmpty())
        return;
    QPainter painter(this);
    const QColor ground = palette().color(QPalette::Window);
    const QColor color = m_tone ? toneColor(*m_tone, ground) : captionColor(palette().color(QPalette::WindowText), ground);
    paintIcon(&painter, m_name, rect(), color);
}

} // namespace wharf::ui
