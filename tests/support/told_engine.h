#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace wharf::test {

/// An engine on a local socket that answers what it is told to, on threads of its own, so that a test may block.
class ToldEngine {
public:
    struct Answer {
        int status = 200;
        QByteArray body = {};
        QByteArray headers = {}; ///< each with its `\r\n`
        qsizetype cutAfter = -1; ///< bytes of the body; then the connection is closed. -1: never
        bool hangs = false;      ///< instead of closing there
    };

    explicit ToldEngine(const QString &socketFile);
    ~ToldEngine();
    ToldEngine(const ToldEngine &) = delete;
    ToldEngine &operator=(const ToldEngine &) = delete;

    /// From now on; what is not told is 404.
    void answer(const QByteArray &target, const Answer &answer);
    /// Targets as they came.
    [[nodiscard]] QList<QByteArray> asked();
    /// Bytes of bodies that went out.
    [[nodiscard]] qint64 sent() const { return m_sent; }

private:
    void serve();
    void serveOne(int connection);

    int m_listening = -1;
    std::atomic<bool> m_over = false;
    std::atomic<qint64> m_sent = 0;
    std::mutex m_mutex;
    QHash<QByteArray, Answer> m_answers;
    QList<QByteArray> m_asked;
    std::vector<std::thread> m_threads;
    std::thread m_accepting;
};

} // namespace wharf::test
