#pragma once

#include "ui/style/tone.h"

#include <QWidget>

namespace wharf::ui {

/// A word or two in an outline.
class Pill final : public QWidget {
    Q_OBJECT
public:
    Pill(const QString &text, Tone tone, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone;
};

} // namespace wharf::ui
