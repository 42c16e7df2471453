#pragma once

#include <QWidget>

namespace wharf::ui {

class DiagnosePage;
class PageHeader;

/// Diagnose on a page of its own, for whoever has no account yet or asks about another registry.
class DiagnoseView final : public QWidget {
    Q_OBJECT
public:
    /// Takes the page over.
    explicit DiagnoseView(DiagnosePage *page, QWidget *parent = nullptr);

    [[nodiscard]] PageHeader *header() const { return m_header; }
    [[nodiscard]] DiagnosePage *page() const { return m_page; }

Q_SIGNALS:
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    PageHeader *m_header;
    DiagnosePage *m_page;
};

} // namespace wharf::ui
