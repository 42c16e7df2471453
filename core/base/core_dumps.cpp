#include "core/base/core_dumps.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace wharf {

void forbidCoreDumps()
{
#ifdef Q_OS_UNIX
    const rlimit none { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
#endif
#ifdef Q_OS_LINUX
    prctl(PR_SET_DUMPABLE, 0); // a core pattern that is a pipe does not care about the limit
#endif
}

} // namespace wharf
