#pragma once

#include "core/diagnosis/examination.h"

#include <QWidget>

namespace wharf::ui {

/// What else was found beside the verdict, folded: a line each, which opens to its words.
class OtherFindings final : public QWidget {
    Q_OBJECT
public:
    explicit OtherFindings(QWidget *parent = nullptr);

    /// Hides itself where there is nothing else.
    void present(const diagnosis::Diagnosis &diagnosis);

private:
    QWidget *m_card = nullptr;
};

} // namespace wharf::ui
