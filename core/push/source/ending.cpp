#include "core/push/source/ending.h"

namespace wharf::push {

Ending::Listener::Listener(std::shared_ptr<Ending> ending, std::function<void()> wake)
    : m_ending(std::move(ending))
{
    const std::lock_guard lock(m_ending->m_mutex);
    m_id = ++m_ending->m_lastId;
    if (m_ending->m_ended)
        wake();
    else
        m_ending->m_wakes.emplace(m_id, std::move(wake));
}

Ending::Listener::~Listener()
{
    const std::lock_guard lock(m_ending->m_mutex);
    m_ending->m_wakes.erase(m_id);
}

void Ending::end()
{
    m_ended = true;
    const std::lock_guard lock(m_mutex); // held, so that a listener that goes away waits until it has been told
    for (const auto &[id, wake] : m_wakes)
        wake();
    m_wakes.clear();
}

} // namespace wharf::push
