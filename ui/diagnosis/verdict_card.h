#pragma once

#include "core/diagnosis/examination.h"
#include "ui/style/tone.h"

#include <QFrame>

class QVBoxLayout;

namespace wharf::ui {

class FlowLayout;
class Label;

/// The answer: a coloured band with the sentence that names the cause, how sure it is and whose job, and below it what to do
/// and why we think so.
class VerdictCard final : public QFrame {
    Q_OBJECT
public:
    explicit VerdictCard(QWidget *parent = nullptr);

    void present(const diagnosis::Diagnosis &diagnosis);
    /// The part that must be seen, whatever else does not fit.
    [[nodiscard]] QWidget *band() const { return m_band; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showPills(const diagnosis::Finding &finding);

    QString m_icon;
    Tone m_tone = Tone::Quiet;
    QWidget *m_band;
    Label *m_title;
    QWidget *m_pillArea;
    FlowLayout *m_pills;
    QVBoxLayout *m_column;
    QWidget *m_body = nullptr;
};

} // namespace wharf::ui
