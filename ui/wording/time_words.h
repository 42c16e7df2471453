#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>

namespace wharf::ui {

/// `4:12`, or `1:04:12` where there are hours. What is left is rounded down, so that 0:00 is the end.
[[nodiscard]] QString countdownText(std::chrono::milliseconds left);

/// "just now", "2 minutes ago", "3 hours ago", then the date.
[[nodiscard]] QString agoText(const QDateTime &when, const QDateTime &now);

/// Whole days from `now` until GitLab kills the token, which it does at 00:00 UTC of `expires`: 0 or less is dead.
[[nodiscard]] qint64 daysLeft(const QDate &expires, const QDateTime &now);

/// "Expires in 6 days", "Expires tomorrow", "Expired": for a state.
[[nodiscard]] QString expiryWord(const QDate &expires, const QDateTime &now);

/// A date as the user's locale writes it, without the weekday.
[[nodiscard]] QString dateText(const QDate &date);

/// Date and time for a claim or a tooltip, in local time.
[[nodiscard]] QString momentText(const QDateTime &when);

/// "10:41" on the same day, otherwise the date: for "Offline since …".
[[nodiscard]] QString sinceText(const QDateTime &when, const QDateTime &now);

/// "5 minutes", "1 hour 30 minutes", "45 seconds".
[[nodiscard]] QString durationText(std::chrono::seconds duration);

} // namespace wharf::ui
