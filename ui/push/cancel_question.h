#pragma once

#include <QFrame>

class QPushButton;

namespace wharf::ui {

class Label;

/// Asks in place, below the push it is about, what becomes of what has arrived in part.
class CancelQuestion final : public QFrame {
    Q_OBJECT
public:
    explicit CancelQuestion(QWidget *parent = nullptr);

    /// What there is to keep: nothing yet, so much (in words), or what an engine keeps without being asked.
    enum class Keeps { Nothing, Parts, WholeLayers };

    void open(Keeps keeps, const QString &sent = {});

Q_SIGNALS:
    void answered(bool forGood);
    void withdrawn();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    Label *m_words;
    QPushButton *m_keep;
    QPushButton *m_delete;
    QPushButton *m_back;
};

} // namespace wharf::ui
