#pragma once

#include <QLoggingCategory>

namespace wharf {

// Logs carry method, host, path, status, duration and request id; never headers, queries, bodies or secrets.
Q_DECLARE_LOGGING_CATEGORY(logNet)
Q_DECLARE_LOGGING_CATEGORY(logAccounts)
Q_DECLARE_LOGGING_CATEGORY(logStore)
Q_DECLARE_LOGGING_CATEGORY(logDocker)

} // namespace wharf
