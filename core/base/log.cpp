#include "core/base/log.h"

namespace wharf {

Q_LOGGING_CATEGORY(logNet, "wharf.net", QtWarningMsg)
Q_LOGGING_CATEGORY(logAccounts, "wharf.accounts", QtWarningMsg)
Q_LOGGING_CATEGORY(logStore, "wharf.store", QtWarningMsg)
Q_LOGGING_CATEGORY(logDocker, "wharf.docker", QtWarningMsg)

} // namespace wharf
