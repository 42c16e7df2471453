#pragma once

#include "core/activity/activity_entry.h"
#include "ui/style/tone.h"

namespace wharf::ui {

/// An entry of the activity log for people.
struct ActivityWords {
    QString icon;
    Tone tone = Tone::Quiet;
    QString word;     ///< "Pushed", "Push failed"
    QString sentence; ///< "588 MB in 18 s"; the failure's sentence
};

[[nodiscard]] ActivityWords activityWords(const activity::ActivityEntry &entry);

} // namespace wharf::ui
