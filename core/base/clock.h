#pragma once

#include <QDateTime>

#include <chrono>

namespace wharf {

/// Time as the flows see it, so that tests can set it.
class Clock {
public:
    Clock() = default;
    Clock(const Clock &) = delete;
    Clock &operator=(const Clock &) = delete;
    virtual ~Clock() = default;

    /// Counts on through sleep and through changes of the wall clock. Only differences mean anything.
    [[nodiscard]] virtual std::chrono::milliseconds monotonic() const = 0;
    /// The wall clock, UTC.
    [[nodiscard]] virtual QDateTime now() const = 0;
};

/// The machine's clocks. Linux: CLOCK_BOOTTIME, which counts the time asleep.
class SystemClock final : public Clock {
public:
    [[nodiscard]] std::chrono::milliseconds monotonic() const override;
    [[nodiscard]] QDateTime now() const override;
};

} // namespace wharf
