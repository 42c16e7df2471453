#pragma once

#include <QString>

#include <optional>

namespace wharf::ctl {

/// `2M`, `512K`, `1G`, `104857600`: bytes, powers of 1024. None for anything else, and for nothing.
[[nodiscard]] std::optional<qint64> readBytes(const QString &text);

/// `212 MB`, `1.4 GB`: powers of 1000, as file managers and registries say it.
[[nodiscard]] QString sayBytes(qint64 bytes);

/// `11 s`, `4:12`, `1:04:12`.
[[nodiscard]] QString sayTime(qint64 seconds);

} // namespace wharf::ctl
