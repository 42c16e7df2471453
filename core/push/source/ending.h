#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace wharf::push {

/// Told once that everything is to end; every wait that listens hears of it. From any thread.
class Ending {
public:
    /// Listens until it is destroyed; once it is, `wake` neither runs nor will run.
    class Listener {
    public:
        Listener(std::shared_ptr<Ending> ending, std::function<void()> wake);
        ~Listener();
        Listener(const Listener &) = delete;
        Listener &operator=(const Listener &) = delete;

    private:
        std::shared_ptr<Ending> m_ending;
        int m_id = 0;
    };

    /// Runs what listens, on this thread. A second call does nothing.
    void end();
    [[nodiscard]] bool isEnded() const { return m_ended; }

private:
    std::mutex m_mutex;
    std::map<int, std::function<void()>> m_wakes;
    int m_lastId = 0;
    std::atomic<bool> m_ended = false; ///< read without the mutex: whoever asks may hold another
};

} // namespace wharf::push
