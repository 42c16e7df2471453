#include "ui/style/icons.h"

#include "ui/style/grid.h"

#include <QAbstractButton>
#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace wharf::ui {

namespace {

QByteArray source(const QString &name)
{
    QFile file(QLatin1String(":/wharf/icons/") + name + QLatin1String(".svg"));
    if (!file.open(QIODevice::ReadOnly))
        qWarning("No icon %s", qUtf8Printable(name));
    return file.readAll();
}

QPixmap drawn(const QString &name, const QSize &pixels, const QColor &color)
{
    const QString key = QStringLiteral("wharf/%1/%2x%3/%4").arg(name).arg(pixels.width()).arg(pixels.height()).arg(color.rgba());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(source(name).replace("currentColor", color.name().toLatin1()));
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

/// Asks the palette when it is painted, so that icons follow a theme that changes under them.
class PaletteIconEngine final : public QIconEngine {
public:
    explicit PaletteIconEngine(QString name)
        : m_name(std::move(name))
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        Q_UNUSED(state)
        paintIcon(painter, m_name, rect, color(mode));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        Q_UNUSED(state)
        return drawn(m_name, size, color(mode));
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        Q_UNUSED(scale)
        return pixmap(size, mode, state);
    }

    QString key() const override { return QStringLiteral("wharf"); }
    QIconEngine *clone() const override { return new PaletteIconEngine(m_name); }

private:
    static QColor color(QIcon::Mode mode)
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        return palette.color(mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::ButtonText);
    }

    QString m_name;
};

} // namespace

QIcon icon(const QString &name)
{
    return QIcon(new PaletteIconEngine(name));
}

void setIcon(QAbstractButton *button, const QString &name)
{
    button->setIcon(icon(name));
    button->setIconSize({ iconSize(button), iconSize(button) });
}

void paintIcon(QPainter *painter, const QString &name, const QRectF &rect, const QColor &color)
{
    const qreal ratio = painter->device()->devicePixelRatioF();
    const QPixmap pixmap = drawn(name, (rect.size() * ratio).toSize(), color);
    painter->drawPixmap(rect, pixmap, QRectF(pixmap.rect()));
}

QIcon applicationIcon()
{
    // Its picture names its own colours. Qt's way to an SVG file leads through every plug-in for icons and images.
    return icon(QStringLiteral("io.github.wharfinger.Wharfinger"));
}

} // namespace wharf::ui
