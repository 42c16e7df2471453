#pragma once

#include <QtGlobal>

#include <chrono>
#include <deque>
#include <mutex>

namespace wharf::push {

/// How fast the uploads of one push may go, and how fast they do. Thread-safe.
class Pace {
public:
    using Clock = std::chrono::steady_clock;

    /// `limit`: bytes per second of all uploads together; 0: none.
    explicit Pace(qint64 limit);

    void pause();
    void resume();
    [[nodiscard]] bool isPaused() const;

    struct Leave {
        qint64 bytes = 0;                   ///< may go now
        std::chrono::milliseconds wait { 0 }; ///< where there are none: ask again after this
    };
    /// What of `most` bytes may go. Those that do are counted.
    [[nodiscard]] Leave ask(qint64 most);
    /// Bytes that were asked leave for and did not go.
    void giveBack(qint64 bytes);

    /// Bytes per second over the last five; 0 where nothing went.
    [[nodiscard]] double speed() const;
    /// Bytes that went, since the start.
    [[nodiscard]] qint64 sent() const;

private:
    struct Moment {
        Clock::time_point at;
        qint64 bytes = 0;
    };
    void count(Clock::time_point now, qint64 bytes);

    mutable std::mutex m_mutex;
    const qint64 m_limit;
    double m_saved = 0; ///< bytes that may go at once
    Clock::time_point m_filled = Clock::now();
    mutable std::deque<Moment> m_moments; ///< a tenth of a second each
    qint64 m_sent = 0;
    bool m_paused = false;
};

} // namespace wharf::push
