#include "core/push/direct/pace.h"

#include <algorithm>

namespace wharf::push {

namespace {

using namespace std::chrono_literals;

constexpr auto span = 5s;
constexpr auto moment = 100ms;
constexpr auto pausePatience = 100ms; // how soon a resume is noticed

} // namespace

Pace::Pace(qint64 limit)
    : m_limit(limit)
{
}

void Pace::pause()
{
    const std::lock_guard lock(m_mutex);
    m_paused = true;
}

void Pace::resume()
{
    const std::lock_guard lock(m_mutex);
    m_paused = false;
    m_filled = Clock::now();
}

bool Pace::isPaused() const
{
    const std::lock_guard lock(m_mutex);
    return m_paused;
}

Pace::Leave Pace::ask(qint64 most)
{
    const std::lock_guard lock(m_mutex);
    if (m_paused)
        return { .wait = pausePatience };
    const auto now = Clock::now();
    if (m_limit <= 0) {
        count(now, most);
        return { .bytes = most };
    }
    const double perMillisecond = static_cast<double>(m_limit) / 1000.0;
    const double passed = std::chrono::duration<double, std::milli>(now - m_filled).count();
    m_filled = now;
    m_saved = std::min(m_saved + passed * perMillisecond, std::max(250 * perMillisecond, 4096.0));
    const qint64 some = std::min(most, static_cast<qint64>(m_saved));
    if (some < std::min<qint64>(most, 1024)) // trickles cost more than they bring
        return { .wait = std::chrono::milliseconds(static_cast<int>(1024 / perMillisecond) + 5) };
    m_saved -= static_cast<double>(some);
    count(now, some);
    return { .bytes = some };
}

void Pace::giveBack(qint64 bytes)
{
    if (bytes <= 0)
        return;
    const std::lock_guard lock(m_mutex);
    m_saved += static_cast<double>(bytes);
    m_sent -= bytes;
    if (!m_moments.empty())
        m_moments.back().bytes -= bytes;
}

void Pace::count(Clock::time_point now, qint64 bytes)
{
    m_sent += bytes;
    if (m_moments.empty() || now - m_moments.back().at > moment)
        m_moments.push_back({ now, 0 });
    m_moments.back().bytes += bytes;
    while (now - m_moments.front().at > span)
        m_moments.pop_front();
}

double Pace::speed() const
{
    const std::lock_guard lock(m_mutex);
    const auto now = Clock::now();
    while (!m_moments.empty() && now - m_moments.front().at > span)
        m_moments.pop_front();
    if (m_moments.empty())
        return 0;
    qint64 bytes = 0;
    for (const Moment &one : m_moments)
        bytes += one.bytes;
    const double seconds = std::chrono::duration<double>(now - m_moments.front().at).count();
    return static_cast<double>(std::max<qint64>(bytes, 0)) / std::max(seconds, 0.1);
}

qint64 Pace::sent() const
{
    const std::lock_guard lock(m_mutex);
    return m_sent;
}

} // namespace wharf::push
