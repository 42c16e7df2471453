#include "core/base/clock.h"

#ifdef Q_OS_LINUX
#include <ctime>
#endif

namespace wharf {

std::chrono::milliseconds SystemClock::monotonic() const
{
#ifdef Q_OS_LINUX
    timespec time {};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::milliseconds(static_cast<qint64>(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000);
#else
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
#endif
}

QDateTime SystemClock::now() const
{
    return QDateTime::currentDateTimeUtc();
}

} // namespace wharf
