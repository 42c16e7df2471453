#pragma once

#include <QColor>

#include <cstdint>

class QPalette;

namespace wharf::ui {

/// What a colour says. Colour never says it alone: a shape and a word stand beside it.
enum class Tone : std::uint8_t { Good, Caution, Bad, Quiet };

/// WCAG 2.1 contrast of two opaque colours, 1 to 21.
[[nodiscard]] double contrastRatio(const QColor &a, const QColor &b);

/// `over` laid on `under`; the share of `over` is 0 to 1.
[[nodiscard]] QColor blend(const QColor &under, const QColor &over, double share);

/// The colour of a tone, dark or light enough to be read (4.5 : 1) on `background`.
[[nodiscard]] QColor toneColor(Tone tone, const QColor &background);

/// Text that stands back (captions), still 4.5 : 1 on `background`.
[[nodiscard]] QColor captionColor(const QColor &text, const QColor &background);

/// The hairline of cards and between groups.
[[nodiscard]] QColor hairlineColor(const QPalette &palette);

/// The background of a tinted band or a selected row: a breath of `tint` on `background`.
[[nodiscard]] QColor washColor(const QColor &background, const QColor &tint);

} // namespace wharf::ui
