#pragma once

#include <QWidget>

class QGridLayout;
class QHBoxLayout;
class QToolButton;

namespace wharf::ui {

class Label;

/// The top of every page: the button that folds the sidebar, a title with a line under it, and what the page offers beside
/// them, or below where the width is short.
class PageHeader final : public QWidget {
    Q_OBJECT
public:
    explicit PageHeader(QWidget *parent = nullptr);

    void setTitle(const QString &title, const QString &caption);
    /// Adds a widget at the end of the header.
    void addAction(QWidget *widget);
    void setFolded(bool folded);
    /// The line at the bottom; pages with tabs draw their own.
    void setRule(bool drawn);

Q_SIGNALS:
    void foldRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    QToolButton *m_fold;
    Label *m_title;
    Label *m_caption;
    QGridLayout *m_grid;
    QWidget *m_actions;
    QHBoxLayout *m_actionRow;
    bool m_rule = true;
    bool m_below = false;
};

} // namespace wharf::ui
