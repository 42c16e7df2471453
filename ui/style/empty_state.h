#pragma once

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace wharf::ui {

class Label;

/// A page with nothing on it yet: one drawing, one sentence, one button.
class EmptyState final : public QWidget {
    Q_OBJECT
public:
    /// An empty `button` shows none.
    EmptyState(const QString &drawing, const QString &title, const QString &sentence, const QString &button, QWidget *parent = nullptr);

    void setWords(const QString &title, const QString &sentence);
    [[nodiscard]] QPushButton *button() const { return m_button; }
    /// Another way on, which stands back behind the button. Belongs to this.
    QPushButton *addSecond(const QString &text);
    [[nodiscard]] QPushButton *secondButton() const { return m_second; }

Q_SIGNALS:
    void chosen();

private:
    QVBoxLayout *m_column;
    Label *m_title;
    Label *m_sentence;
    QPushButton *m_button = nullptr;
    QPushButton *m_second = nullptr;
};

} // namespace wharf::ui
