#pragma once

#include "ui/style/tone.h"

#include <QWidget>

namespace wharf::ui {

class Label;
class Picture;

/// A state in a shape, a tone and words, side by side.
class StateBadge final : public QWidget {
    Q_OBJECT
public:
    explicit StateBadge(QWidget *parent = nullptr);

    void setState(const QString &iconName, const QString &text, Tone tone);

private:
    Picture *m_picture;
    Label *m_text;
};

} // namespace wharf::ui
