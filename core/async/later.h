#pragma once

#include "core/async/task.h"

#include <optional>
#include <utility>
#include <vector>

namespace wharf {

/// A value that comes once, for all who wait for it: `co_await *later`.
///
/// One thread only. Whoever waits holds the Later by a shared pointer of its own, and whoever made it must set it:
/// a coroutine that waits for a value that never comes is never freed.
template <class T>
class Later {
public:
    Later() = default;
    Later(const Later &) = delete;
    Later &operator=(const Later &) = delete;

    [[nodiscard]] bool isSet() const { return m_value.has_value(); }

    /// Resumes every waiter, in the order of their coming, before it returns. The Later may be gone afterwards.
    void set(T value)
    {
        m_value.emplace(std::move(value));
        const auto waiters = std::exchange(m_waiters, {});
        for (const auto &waiter : waiters)
            waiter.resume();
    }

    // What co_await asks for.
    [[nodiscard]] bool await_ready() const noexcept { return isSet(); }
    void await_suspend(std::coroutine_handle<> waiter) { m_waiters.push_back(waiter); }
    [[nodiscard]] T await_resume() const { return *m_value; }

private:
    std::optional<T> m_value;
    std::vector<std::coroutine_handle<>> m_waiters;
};

} // namespace wharf
