#pragma once

#include <QByteArray>

#include <optional>

namespace wharf::rig {

/// `exp` of the JWT in an `Authorization: Bearer` value, in seconds since 1970, unverified. None where it has none.
[[nodiscard]] std::optional<qint64> expiryOf(const QByteArray &authorization);

} // namespace wharf::rig
