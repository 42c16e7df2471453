#pragma once

#include <QFrame>

class QVBoxLayout;

namespace wharf::ui {

/// A group of things that belong together: a hairline and a radius, an optional heading, and room inside.
class Card final : public QFrame {
    Q_OBJECT
public:
    explicit Card(const QString &heading = {}, QWidget *parent = nullptr);

    [[nodiscard]] QVBoxLayout *content() const { return m_content; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QVBoxLayout *m_content;
};

} // namespace wharf::ui
