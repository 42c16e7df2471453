#pragma once

#include "tests/push/faults.h"

#include <QList>
#include <QString>

namespace wharf::rig {

/// One line of the table: a fault that pushes meet, and how long tokens live meanwhile.
struct FaultRow {
    QString name;      ///< for the command line
    QString sentence;  ///< for the table
    Faults faults;
    int tokenSeconds = 300;
};

/// For an image of so many bytes over the line, half of them in its largest layer: what is hit depends on them.
[[nodiscard]] QList<FaultRow> faultRows(qint64 payload);

} // namespace wharf::rig
