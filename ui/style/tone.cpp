#include "ui/style/tone.h"

#include <QPalette>

#include <algorithm>
#include <cmath>

namespace wharf::ui {

namespace {

constexpr double readable = 4.5;

// WCAG 2.1, "relative luminance".
double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

/// Moves `color` towards black or white, whichever is farther from the background, until it can be read.
QColor madeReadable(const QColor &color, const QColor &background)
{
    const QColor end = contrastRatio(Qt::white, background) > contrastRatio(Qt::black, background) ? Qt::white : Qt::black;
    for (int step = 0; step <= 20; ++step) {
        const QColor tried = blend(color, end, step / 20.0);
        if (contrastRatio(tried, background) >= readable)
            return tried;
    }
    return end;
}

} // namespace

double contrastRatio(const QColor &a, const QColor &b)
{
    const double one = luminance(a);
    const double other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

QColor blend(const QColor &under, const QColor &over, double share)
{
    const auto mix = [share](int u, int o) { return static_cast<int>(std::lround(u + (o - u) * share)); };
    return { mix(under.red(), over.red()), mix(under.green(), over.green()), mix(under.blue(), over.blue()) };
}

QColor toneColor(Tone tone, const QColor &background)
{
    const bool onDark = luminance(background) < 0.18;
    switch (tone) {
    case Tone::Good: return madeReadable(onDark ? QColor(0x57, 0xc7, 0x85) : QColor(0x1b, 0x7a, 0x43), background);
    case Tone::Caution: return madeReadable(onDark ? QColor(0xe8, 0xb3, 0x4b) : QColor(0x8f, 0x5f, 0x00), background);
    case Tone::Bad: return madeReadable(onDark ? QColor(0xff, 0x8a, 0x80) : QColor(0xb9, 0x26, 0x2f), background);
    case Tone::Quiet: return madeReadable(onDark ? QColor(0xa3, 0xa9, 0xb2) : QColor(0x5d, 0x65, 0x70), background);
    }
    Q_UNREACHABLE();
}

QColor captionColor(const QColor &text, const QColor &background)
{
    return madeReadable(blend(text, background, 0.35), background);
}

QColor hairlineColor(const QPalette &palette)
{
    return blend(palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.18);
}

QColor washColor(const QColor &background, const QColor &tint)
{
    return blend(background, tint, luminance(background) < 0.18 ? 0.22 : 0.12);
}

} // namespace wharf::ui
