#pragma once

#include "ui/style/tone.h"

#include <QIcon>

class QAbstractButton;
class QPainter;
class QRectF;

namespace wharf::ui {

/// One of our own pictures (`resources/icons/<name>.svg`), drawn in the colour of the text it stands beside, whatever the
/// palette is at that moment.
[[nodiscard]] QIcon icon(const QString &name);

/// Gives a button its picture, as large as its text asks for.
void setIcon(QAbstractButton *button, const QString &name);

/// Draws the picture into `rect` in `color`.
void paintIcon(QPainter *painter, const QString &name, const QRectF &rect, const QColor &color);

/// The program's own icon, in its own colours.
[[nodiscard]] QIcon applicationIcon();

} // namespace wharf::ui
