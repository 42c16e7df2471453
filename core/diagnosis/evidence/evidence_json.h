#pragma once

#include "core/diagnosis/evidence/evidence.h"

#include <QJsonObject>

namespace wharf::diagnosis {

/// Writes evidence down: names as the `members()` visitors have them, instants as ISO 8601 in UTC with milliseconds, failures by
/// the names of their stage and kind. A member that has its default value is left out, so that a recording shows what was seen.
[[nodiscard]] QJsonObject toJson(const Evidence &evidence);

/// Reads what toJson() wrote, or what somebody recorded by hand: an unknown member is passed over; a missing one, or one of another
/// type, keeps its default. Never fails.
[[nodiscard]] Evidence evidenceFromJson(const QJsonObject &object);

} // namespace wharf::diagnosis
