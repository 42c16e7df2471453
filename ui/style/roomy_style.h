#pragma once

#include <QProxyStyle>

class QApplication;

namespace wharf::ui {

/// The desktop's own style, with room to breathe where it leaves none: Fusion draws buttons and fields as tight as their
/// text. What other styles measure is left alone. The pictures inside fields are ours in all of them.
class RoomyStyle final : public QProxyStyle {
    Q_OBJECT
public:
    /// Takes over `base`.
    explicit RoomyStyle(QStyle *base);

    /// Puts it around the style that the application has.
    static void install();

    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part, const QWidget *widget) const override;
    [[nodiscard]] QIcon standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const override;

private:
    bool m_tight;
};

} // namespace wharf::ui
