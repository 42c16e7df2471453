#pragma once

#include <QScrollArea>

class QVBoxLayout;

namespace wharf::ui {

/// A page that scrolls up and down only: groups one under another, no wider than can be read with ease.
class PageArea final : public QScrollArea {
    Q_OBJECT
public:
    explicit PageArea(QWidget *parent = nullptr);

    /// The column the page's groups go into; 2 units apart, 3 from the edge.
    [[nodiscard]] QVBoxLayout *column() const { return m_column; }
    /// Brings a widget into view when the keyboard reaches it.
    void revealFocus();
    /// Brings a part into view that was shown just now.
    void reveal(QWidget *part);

private:
    QVBoxLayout *m_column;
};

} // namespace wharf::ui
