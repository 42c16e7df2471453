#include "core/push/daemon/growth.h"

namespace wharf::push {

void Growth::add(std::chrono::milliseconds at, qint64 done)
{
    constexpr std::chrono::milliseconds window { 5000 };
    if (!m_samples.isEmpty() && done < m_samples.constLast().done)
        m_samples.clear();
    m_samples.append({ at, done });
    while (m_samples.size() > 2 && at - m_samples.at(1).at >= window)
        m_samples.removeFirst();
}

double Growth::bytesPerSecond() const
{
    if (m_samples.size() < 2)
        return 0;
    const auto took = m_samples.constLast().at - m_samples.constFirst().at;
    const auto grew = static_cast<double>(m_samples.constLast().done - m_samples.constFirst().done);
    return took.count() > 0 ? grew * 1000 / static_cast<double>(took.count()) : 0;
}

} // namespace wharf::push
