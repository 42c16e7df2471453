#pragma once

#include <QWidget>

class QPushButton;

namespace wharf::ui {

/// A page with nothing on it yet: one drawing, one sentence, one button.
class EmptyState final : public QWidget {
    Q_OBJECT
public:
    /// An empty `button` shows none.
    EmptyState(const QString &drawing, const QString &title, const QString &sentence, const QString &button, QWidget *parent = nullptr);

    [[nodiscard]] QPushButton *button() const { return m_button; }

Q_SIGNALS:
    void chosen();

private:
    QPushButton *m_button = nullptr;
};

} // namespace wharf::ui
