#pragma once

#include <QByteArray>
#include <QHash>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace wharf::rig {

/// Which uploads the registry is still writing to: what was cut off is on its disk only when it has noticed. For all threads.
class UploadsUnderWay {
public:
    /// Blocks until nobody writes to the upload any more, or the patience ends.
    void waitUntilFree(const QByteArray &upload, std::chrono::milliseconds patience)
    {
        std::unique_lock lock(m_mutex);
        m_ended.wait_for(lock, patience, [&] { return m_writers.value(upload) == 0; });
    }
    void enter(const QByteArray &upload)
    {
        const std::lock_guard lock(m_mutex);
        ++m_writers[upload];
    }
    void leave(const QByteArray &upload)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (--m_writers[upload] == 0)
                m_writers.remove(upload);
        }
        m_ended.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_ended;
    QHash<QByteArray, int> m_writers;
};

} // namespace wharf::rig
