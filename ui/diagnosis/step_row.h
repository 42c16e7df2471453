#pragma once

#include "core/diagnosis/step.h"

#include <QWidget>

namespace wharf::ui {

class FoldingHead;

/// One step on the rail: a shape, what was looked at, the sentence, the time it took. Opens to its lines of evidence and its
/// exchanges, which are made when they are first looked at.
class StepRow final : public QWidget {
    Q_OBJECT
public:
    explicit StepRow(diagnosis::StepId id, QWidget *parent = nullptr);

    void present(const diagnosis::Step &step);
    /// The rail begins or ends here.
    void setEdge(bool first, bool last);
    [[nodiscard]] FoldingHead *head() const { return m_head; }
    [[nodiscard]] const diagnosis::Step &step() const { return m_step; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showBody(bool open);
    void makeBody();

    diagnosis::Step m_step;
    FoldingHead *m_head;
    QWidget *m_body = nullptr;
    bool m_first = false;
    bool m_last = false;
};

} // namespace wharf::ui
