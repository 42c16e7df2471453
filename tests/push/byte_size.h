#pragma once

#include <QString>

namespace wharf::rig {

/// `20M` is 20 000 000 bytes, `64k` 64 000, `1G` a thousand millions; -1 where it is none.
[[nodiscard]] qint64 byteSize(const QString &text);

} // namespace wharf::rig
