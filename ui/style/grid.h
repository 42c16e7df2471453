#pragma once

class QLayout;
class QWidget;

namespace wharf::ui {

/// The grid everything stands on: 8 pixels at the usual font, and growing with it.
/// Inside a group 1 unit, between groups 2, at a page's edge 3.
[[nodiscard]] int gridUnit(const QWidget *widget);

/// Icons beside text: 2 units.
[[nodiscard]] int iconSize(const QWidget *widget);

/// No margins, `units` of the grid between the items.
void setGap(QLayout *layout, const QWidget *widget, int units);

} // namespace wharf::ui
