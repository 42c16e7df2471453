#include "tests/fuzz/targets.h"

#include <QtGlobal>

namespace wharf::fuzz {

void require(bool holds, const char *what)
{
    if (!holds)
        qFatal("does not hold: %s", what);
}

} // namespace wharf::fuzz
