#pragma once

#include <QWidget>

class QPlainTextEdit;

namespace wharf::ui {

/// A field for a word or for many lines: as tall as a line until more is pasted, and then as tall as that up to a few.
/// Enter submits, Shift+Enter begins a line, Tab leaves.
class PasteField final : public QWidget {
    Q_OBJECT
public:
    explicit PasteField(QWidget *parent = nullptr);

    [[nodiscard]] QString text() const;
    void setText(const QString &text);
    /// Both of them on the part that takes the keys.
    void setName(const QString &objectName, const QString &accessibleName);
    void setDescription(const QString &description);
    void setPlaceholderText(const QString &text);
    void setReadOnly(bool readOnly);
    void focusAll();
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void submitted();
    void edited();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void fit();
    [[nodiscard]] int lines() const;

    QPlainTextEdit *m_edit;
};

} // namespace wharf::ui
