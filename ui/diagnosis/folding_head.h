#pragma once

#include "ui/style/tone.h"

#include <QAbstractButton>

#include <optional>

namespace wharf::ui {

class Card;
class Label;
class Picture;

/// The line of something that opens: a shape, a title, a sentence below it, a figure at the end. By click, Space or Enter;
/// Right opens, Left closes.
class FoldingHead final : public QAbstractButton {
    Q_OBJECT
public:
    struct Content {
        QString icon;
        std::optional<Tone> tone; ///< none: stands back
        QString title;
        QString sentence;
        QString figure;
        QString spoken; ///< for screen readers
        bool opens = false;
    };

    explicit FoldingHead(QWidget *parent = nullptr);

    void present(const Content &content);
    /// Where the shape is, in the coordinates of this.
    [[nodiscard]] QRect mark() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    bool hitButton(const QPoint &position) const override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void showFold();

    Picture *m_mark;
    Label *m_title;
    Label *m_sentence;
    Label *m_figure;
    Picture *m_fold;
};

/// A card for such lines: they reach out a little where they are marked, and their shapes stand under the heading.
[[nodiscard]] Card *cardOfLines(const QString &heading, QWidget *parent);

} // namespace wharf::ui
