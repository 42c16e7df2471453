#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <mutex>

#include <condition_variable>

namespace wharf {

/// What Stop is to one thread's coroutines, this is to the worker threads of one piece of work: tells all of them to give up.
class StopFlag {
public:
    StopFlag() = default;
    StopFlag(const StopFlag &) = delete;
    StopFlag &operator=(const StopFlag &) = delete;

    /// From any thread; safe to call twice.
    void stop();
    [[nodiscard]] bool isStopped() const;
    /// Sleeps, and gives false at once when it is stopped.
    [[nodiscard]] bool sleepFor(std::chrono::milliseconds time) const;

    /// Calls `wake` when it is stopped, for a wait of another kind; for as long as it lives. At once where it is stopped already.
    class Alarm {
    public:
        Alarm(StopFlag &flag, std::function<void()> wake);
        ~Alarm();
        Alarm(const Alarm &) = delete;
        Alarm &operator=(const Alarm &) = delete;

    private:
        StopFlag &m_flag;
        std::list<std::function<void()>>::iterator m_place;
    };

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::list<std::function<void()>> m_alarms;
    bool m_stopped = false;
};

} // namespace wharf
