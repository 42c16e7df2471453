#pragma once

#include <sys/types.h>

namespace wharf::sandbox {

/// Makes orphans of this process's descendants its own children, so that none can get away by forking twice.
void adoptOrphans();

/// Ends every child and adopted orphan: asks those of `first` politely, waits `milliseconds` at most, then kills
/// whatever is left, until this process has no children. Returns the wait status of `first`, -1 where it was gone.
int endAllChildren(pid_t first, int milliseconds);

} // namespace wharf::sandbox
