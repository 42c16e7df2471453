#pragma once

#include "ui/style/tone.h"

#include <QProgressBar>

#include <optional>

namespace wharf::ui {

/// A thin bar that fills. Its text is for screen readers alone: the figures stand beside it.
class ProgressLine final : public QProgressBar {
    Q_OBJECT
public:
    explicit ProgressLine(QWidget *parent = nullptr);

    /// 0 to 1. No tone takes the palette's highlight.
    void setShare(double share, std::optional<Tone> tone = std::nullopt);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::optional<Tone> m_tone;
};

/// The bar itself, for delegates: on `ground`, in `color`.
void paintProgress(QPainter *painter, const QRectF &rect, double share, const QColor &ground, const QColor &color);

} // namespace wharf::ui
