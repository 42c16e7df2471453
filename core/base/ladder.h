#pragma once

#include "core/base/result.h"

#include <QJsonObject>

#include <span>

namespace wharf {

/// One rung between two versions of a file: takes a document of version n and makes one of version n + 1.
struct LadderStep {
    const char *name;
    QJsonObject (*climb)(QJsonObject);
};

/// Brings a versioned JSON document up to date. `steps[0]` leads from version 1 to 2, and so on; the newest version is
/// therefore `steps.size() + 1`, and what comes back carries it in `version`.
/// Errors (stage and subject are the caller's to set): Malformed without a whole `version` from 1 on, Newer.
[[nodiscard]] Result<QJsonObject> climbLadder(QJsonObject document, std::span<const LadderStep> steps);

} // namespace wharf
