#pragma once

#include "core/diagnosis/step.h"

#include <QWidget>

namespace wharf::ui {

class StepRow;

/// The steps of a diagnosis one under another, filling in while it runs. Up and down move from step to step.
class StepRail final : public QWidget {
    Q_OBJECT
public:
    explicit StepRail(QWidget *parent = nullptr);

    /// All steps wait again.
    void reset();
    void present(const diagnosis::Step &step);
    /// What is under way now, in words; empty where nothing is.
    [[nodiscard]] QString running() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void move(int by);

    QList<StepRow *> m_rows;
};

} // namespace wharf::ui
