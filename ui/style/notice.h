#pragma once

#include "core/wording/wording.h"
#include "ui/style/tone.h"

#include <QFrame>

class QPushButton;

namespace wharf::ui {

class Label;

/// Something the user should know, said where it matters: a band, a picture, a sentence, and the next step as a button
/// where there is one.
class Notice final : public QFrame {
    Q_OBJECT
public:
    explicit Notice(QWidget *parent = nullptr);

    /// Shows the words; an empty `button` shows none. Empty words hide the notice.
    void say(Tone tone, const wording::Words &words, const QString &button = {});
    void clear();

Q_SIGNALS:
    void nextStepChosen();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Quiet;
    Label *m_sentence;
    Label *m_nextStep;
    QPushButton *m_button;
};

} // namespace wharf::ui
