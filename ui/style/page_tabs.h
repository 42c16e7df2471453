#pragma once

#include <QTabBar>

namespace wharf::ui {

/// The names of an account's pages in a row, the one in front underlined.
class PageTabs final : public QTabBar {
    Q_OBJECT
public:
    explicit PageTabs(QWidget *parent = nullptr);

protected:
    QSize tabSizeHint(int index) const override;
    QSize minimumTabSizeHint(int index) const override { return tabSizeHint(index); }
    void paintEvent(QPaintEvent *event) override;
};

} // namespace wharf::ui
