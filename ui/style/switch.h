#pragma once

#include <QCheckBox>

namespace wharf::ui {

/// A check box drawn as a switch: on and off differ in place and colour, and both can be seen in every palette.
class Switch final : public QCheckBox {
    Q_OBJECT
public:
    explicit Switch(const QString &text, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] int heightForWidth(int width) const override;
    /// From the left edge to the text, so that explanations can stand under it.
    [[nodiscard]] int textOffset() const;

protected:
    bool hitButton(const QPoint &position) const override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QSize trackSize() const;
    /// What the text takes in a width, wrapped where it must be.
    [[nodiscard]] QSize textSize(int width) const;
};

} // namespace wharf::ui
