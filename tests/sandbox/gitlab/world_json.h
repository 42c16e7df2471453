#pragma once

#include "tests/sandbox/gitlab/world.h"

#include <QJsonObject>

namespace wharf::sandbox {

/// A world as JSON: the members are named as in world.h, enums by their names in lower case. Holds every secret.
[[nodiscard]] QJsonObject toJson(const GitLabWorld &world);

/// Reads a world over the defaults: what is missing keeps them. None where a member is unknown or of the wrong type, which
/// `error` then names.
[[nodiscard]] std::optional<GitLabWorld> worldFromJson(const QJsonObject &json, QString *error);

/// The same for the settings alone, laid over `base`.
[[nodiscard]] std::optional<Settings> settingsFromJson(const QJsonObject &json, const Settings &base, QString *error);

} // namespace wharf::sandbox
