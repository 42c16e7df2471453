#pragma once

#include "core/diagnosis/evidence/evidence.h"

namespace wharf::diagnosis::samples {

/// A run that somebody could have, and what it must come to.
struct CauseRow {
    const char *name;
    Evidence evidence;
    const char *verdict;
    QStringList also;  ///< other codes that must be found
    QStringList never; ///< near misses: codes that must not be found
};

[[nodiscard]] QList<CauseRow> wayRows();     ///< input, name, connection, proxy, TLS, clocks
[[nodiscard]] QList<CauseRow> accessRows();  ///< registry, realm, credential, grant
[[nodiscard]] QList<CauseRow> pushRows();    ///< request and upload
[[nodiscard]] QList<CauseRow> machineRows(); ///< clients and the daemon

/// The list that `changed` makes of what went in.
template <class Change> [[nodiscard]] Evidence with(Evidence evidence, Change change)
{
    change(evidence);
    return evidence;
}

} // namespace wharf::diagnosis::samples
