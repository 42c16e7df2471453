#pragma once

#include <QFrame>

class QPlainTextEdit;
class QToolButton;

namespace wharf::ui {

/// Lines in the fixed font that are meant to be copied: a command, a piece of configuration, an exchange. As tall as its
/// lines, which break where the width ends; one click copies all of it.
class CodeBlock final : public QFrame {
    Q_OBJECT
public:
    /// `name` says to screen readers what is in it.
    CodeBlock(const QString &text, const QString &name, QWidget *parent = nullptr);

    [[nodiscard]] QString text() const;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void copy();
    void applyFont();
    [[nodiscard]] QRect textPlace(const QSize &size) const;
    [[nodiscard]] int textHeight(int width) const;

    QPlainTextEdit *m_text;
    QToolButton *m_copy;
};

} // namespace wharf::ui
