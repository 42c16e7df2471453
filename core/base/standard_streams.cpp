#include "core/base/standard_streams.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace wharf {

void keepStandardStreams()
{
#ifdef Q_OS_UNIX
    for (const int file : { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO }) {
        // The lowest free number is given out. Not writable, so that an answer that goes nowhere is still noticed.
        if (::fcntl(file, F_GETFD) < 0)
            static_cast<void>(::open("/dev/null", O_RDONLY));
    }
#endif
}

} // namespace wharf
