#pragma once

#include "ui/style/tone.h"

#include <QWidget>

#include <optional>

namespace wharf::ui {

/// One of our drawings at a fixed size, in the colour of captions or of a tone. Says nothing to screen readers: the words
/// beside it do.
class Picture final : public QWidget {
    Q_OBJECT
public:
    /// `size` in pixels; the drawing is square.
    Picture(QString name, int size, QWidget *parent = nullptr);

    void setPicture(const QString &name, std::optional<Tone> tone);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    std::optional<Tone> m_tone;
};

} // namespace wharf::ui
