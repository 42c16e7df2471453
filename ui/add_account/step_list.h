#pragma once

#include "core/accounts/proof.h"

#include <QHash>
#include <QWidget>

namespace wharf::ui {

class Label;
class Picture;

/// The steps of a sign-in, ticked off while they run.
class StepList final : public QWidget {
    Q_OBJECT
public:
    explicit StepList(QWidget *parent = nullptr);

    void reset();
    void setStep(accounts::ProofStep step, accounts::StepOutcome outcome);

private:
    struct Row {
        Picture *picture = nullptr;
        Label *text = nullptr;
    };
    QHash<accounts::ProofStep, Row> m_rows;
};

} // namespace wharf::ui
