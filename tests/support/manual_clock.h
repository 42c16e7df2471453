#pragma once

#include "core/base/clock.h"

namespace wharf::test {

/// A clock that stands still until it is told to go on.
class ManualClock final : public Clock {
public:
    [[nodiscard]] std::chrono::milliseconds monotonic() const override { return m_monotonic; }
    [[nodiscard]] QDateTime now() const override { return m_now; }

    /// Both clocks go on.
    void advance(std::chrono::milliseconds by)
    {
        m_monotonic += by;
        m_now = m_now.addMSecs(by.count());
    }
    /// Somebody sets the wall clock; the monotonic one does not notice.
    void setNow(const QDateTime &now) { m_now = now; }

private:
    std::chrono::milliseconds m_monotonic { 1'000'000 };
    QDateTime m_now { QDate(2026, 3, 2), QTime(9, 0), Qt::UTC };
};

} // namespace wharf::test
