#pragma once

#include <QStringList>

namespace wharf::ctl {

/// Lines with columns as wide as their longest cell; the last one runs free.
[[nodiscard]] QStringList table(const QList<QStringList> &rows);

} // namespace wharf::ctl
