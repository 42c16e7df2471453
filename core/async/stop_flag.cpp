#include "core/async/stop_flag.h"

namespace wharf {

void StopFlag::stop()
{
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_stopped, true))
        return;
    for (const auto &wake : m_alarms) // under the lock, so that none is gone while it is called
        wake();
    m_changed.notify_all();
}

bool StopFlag::isStopped() const
{
    const std::lock_guard lock(m_mutex);
    return m_stopped;
}

bool StopFlag::sleepFor(std::chrono::milliseconds time) const
{
    std::unique_lock lock(m_mutex);
    return !m_changed.wait_for(lock, time, [this] { return m_stopped; });
}

StopFlag::Alarm::Alarm(StopFlag &flag, std::function<void()> wake)
    : m_flag(flag)
{
    const std::lock_guard lock(m_flag.m_mutex);
    m_place = m_flag.m_alarms.insert(m_flag.m_alarms.end(), std::move(wake));
    if (m_flag.m_stopped)
        (*m_place)();
}

StopFlag::Alarm::~Alarm()
{
    const std::lock_guard lock(m_flag.m_mutex);
    m_flag.m_alarms.erase(m_place);
}

} // namespace wharf
