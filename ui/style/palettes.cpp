#include "ui/style/palettes.h"

namespace wharf::ui {

namespace {

struct Colors {
    QColor window, base, text, button, disabled, highlight, highlightedText, link;
};

QPalette paletteOf(const Colors &c)
{
    QPalette palette(c.text, c.button, c.button.lighter(130), c.button.darker(170), c.button.darker(125), c.text, Qt::white,
                     c.base, c.window);
    palette.setColor(QPalette::AlternateBase, c.window);
    palette.setColor(QPalette::ToolTipBase, c.base);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::Highlight, c.highlight);
    palette.setColor(QPalette::HighlightedText, c.highlightedText);
    palette.setColor(QPalette::Link, c.link);
    palette.setColor(QPalette::LinkVisited, c.link);
    palette.setColor(QPalette::PlaceholderText, c.disabled);
    for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        palette.setColor(QPalette::Disabled, role, c.disabled);
    return palette;
}

} // namespace

QPalette lightPalette()
{
    return paletteOf({ .window = QColor(0xf4, 0xf5, 0xf7), .base = Qt::white, .text = QColor(0x1d, 0x22, 0x29),
                       .button = QColor(0xfb, 0xfb, 0xfc), .disabled = QColor(0x75, 0x7c, 0x86),
                       .highlight = QColor(0x1f, 0x6f, 0xb5), .highlightedText = Qt::white, .link = QColor(0x1a, 0x5f, 0x9e) });
}

QPalette darkPalette()
{
    return paletteOf({ .window = QColor(0x22, 0x25, 0x2a), .base = QColor(0x2b, 0x2f, 0x35), .text = QColor(0xe9, 0xeb, 0xee),
                       .button = QColor(0x3a, 0x3f, 0x47), .disabled = QColor(0x8c, 0x93, 0x9d),
                       .highlight = QColor(0x2f, 0x78, 0xbd), .highlightedText = Qt::white, .link = QColor(0x7d, 0xbc, 0xf2) });
}

QPalette highContrastPalette()
{
    return paletteOf({ .window = Qt::black, .base = QColor(0x1c, 0x1c, 0x1c), .text = Qt::white, .button = QColor(0x38, 0x38, 0x38),
                       .disabled = QColor(0xb0, 0xb0, 0xb0), .highlight = QColor(0xff, 0xe6, 0x00), .highlightedText = Qt::black,
                       .link = QColor(0x9c, 0xd4, 0xff) });
}

} // namespace wharf::ui
