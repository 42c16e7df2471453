#pragma once

#include "ui/style/tone.h"

#include <QWidget>

namespace wharf::ui {

class Label;

/// A small pill: a picture, a word, and an explanation beside it.
class Chip final : public QWidget {
    Q_OBJECT
public:
    explicit Chip(QWidget *parent = nullptr);

    void setContent(const QString &iconName, const QString &word, const QString &explanation, Tone tone);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    Tone m_tone = Tone::Quiet;
    Label *m_word;
    Label *m_explanation;
};

} // namespace wharf::ui
