#pragma once

#include "core/diagnosis/examination.h"

#include <QWidget>

class QPushButton;

namespace wharf::ui {

class Label;

/// What can be done with a finished diagnosis: copy the report, save it, run it again.
class ReportBar final : public QWidget {
    Q_OBJECT
public:
    explicit ReportBar(QWidget *parent = nullptr);

    void present(const diagnosis::Diagnosis &diagnosis);
    void setRunning(bool running);

Q_SIGNALS:
    void againRequested();

private:
    void copy();
    void chooseFile();
    void save(const QString &path, bool har);

    diagnosis::Diagnosis m_diagnosis;
    QPushButton *m_copy;
    QPushButton *m_save;
    QPushButton *m_again;
    Label *m_said;
};

} // namespace wharf::ui
