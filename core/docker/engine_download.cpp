#include "core/docker/engine_download.h"

#include "core/docker/engine_stream.h"
#include "core/docker/http_flow.h"

#include <QAbstractEventDispatcher>
#include <QAbstractSocket>
#include <QElapsedTimer>
#include <QLocalSocket>
#include <QThread>
#include <QTimer>

#include <condition_variable>
#include <deque>
#include <mutex>

namespace wharf::docker {

namespace {

constexpr qint64 pieceSize = 256 * 1024;          // bytes taken from the connection at a time
constexpr qint64 mostWaiting = qint64(2) << 20;   // bytes that wait to be read
constexpr std::chrono::milliseconds tick(100);    // how late a time limit may be noticed

void limitBuffer(QIODevice *device)
{
    // A QProcess has none: it takes what its pipe holds whenever events are handled, which is not while nobody reads.
    if (auto *local = qobject_cast<QLocalSocket *>(device))
        local->setReadBufferSize(pieceSize);
    else if (auto *tcp = qobject_cast<QAbstractSocket *>(device))
        tcp->setReadBufferSize(pieceSize);
}

Failure here(Kind kind)
{
    return { .stage = Stage::Daemon, .kind = kind };
}

} // namespace

/// The connection and its thread, and what has come and waits to be read.
class EngineDownload::Line {
public:
    Line(EngineEndpoint endpoint, const QByteArray &target, QProcessEnvironment environment, const EnginePatience &patience)
        : m_endpoint(std::move(endpoint)), m_target(target), m_environment(std::move(environment)), m_patience(patience)
    {
        m_thread.reset(QThread::create([this] { run(); }));
        m_thread->start();
    }

    ~Line()
    {
        stop();
        m_thread->wait();
    }

    Line(const Line &) = delete;
    Line &operator=(const Line &) = delete;

    Result<net::Reply> head()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_head || m_failure || m_stopped; });
        if (m_stopped)
            return fail(here(Kind::Cancelled));
        if (!m_head)
            return fail(*m_failure);
        return *m_head;
    }

    Result<qint64> read(char *into, qint64 most)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_pieces.empty() || m_isOver || m_stopped; });
        if (m_stopped)
            return fail(here(Kind::Cancelled));
        if (m_pieces.empty())
            return m_failure ? Result<qint64>(fail(*m_failure)) : Result<qint64>(0);
        const QByteArray &first = m_pieces.front();
        const qint64 size = std::min(most, first.size() - m_used);
        std::copy_n(first.constData() + m_used, size, into);
        m_used += size;
        m_waiting -= size;
        if (m_used == first.size()) {
            m_pieces.pop_front();
            m_used = 0;
        }
        m_changed.notify_all();
        return size;
    }

    void stop()
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
        m_changed.notify_all();
        if (m_dispatcher)
            m_dispatcher->wakeUp();
    }

private:
    // From here on: on the thread of the connection.

    void run()
    {
        EngineStream stream(m_endpoint, m_environment);
        QTimer ticking;
        ticking.start(tick);
        auto *dispatcher = QAbstractEventDispatcher::instance();
        {
            const std::lock_guard lock(m_mutex);
            m_dispatcher = dispatcher;
        }
        bool connected = false;
        bool closed = false;
        std::optional<Failure> broken;
        QObject::connect(&stream, &EngineStream::connected, &ticking, [&] {
            connected = true;
            m_silence.start();
            stream.device()->write("GET " + m_target + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\nUser-Agent: wharfinger/" WHARF_VERSION "\r\n\r\n");
        });
        QObject::connect(&stream, &EngineStream::failed, &ticking, [&](const Failure &failure) { broken = failure; });
        QObject::connect(&stream, &EngineStream::closed, &ticking, [&] { closed = true; });
        m_silence.start();
        stream.open();
        if (stream.device())
            limitBuffer(stream.device());
        while (!isOver()) {
            dispatcher->processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
            const bool drained = !connected || takeAll(*stream.device());
            if (broken && drained)
                end(*broken);
            else if (closed && drained)
                endOf(m_flow.finish());
            else if (std::chrono::milliseconds(m_silence.elapsed()) > limit(connected))
                end(here(Kind::Timeout));
        }
        const std::lock_guard lock(m_mutex);
        m_dispatcher = nullptr;
    }

    [[nodiscard]] std::chrono::milliseconds limit(bool connected) const
    {
        if (!connected)
            return m_patience.connecting;
        return m_hasBody ? m_patience.between : m_patience.beginning;
    }

    /// Hands on all that the connection holds, waiting for those who read. False where it is not to go on.
    bool takeAll(QIODevice &device)
    {
        while (device.bytesAvailable() > 0) {
            if (!waitForRoom())
                return false;
            const QByteArray bytes = device.read(pieceSize);
            if (bytes.isEmpty())
                break;
            m_silence.start();
            auto body = m_flow.take(bytes);
            if (!body) {
                end(body.error());
                return false;
            }
            hand(std::move(*body));
            if (m_flow.isDone()) {
                endOf({});
                return false;
            }
        }
        return true;
    }

    bool waitForRoom()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_waiting < mostWaiting || m_stopped; });
        return !m_stopped;
    }

    void hand(QByteArray &&body)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_head && m_flow.hasHead())
            m_head = m_flow.head();
        m_hasBody = m_hasBody || !body.isEmpty();
        m_waiting += body.size();
        if (!body.isEmpty())
            m_pieces.push_back(std::move(body));
        m_changed.notify_all();
    }

    void end(const Failure &failure)
    {
        const std::lock_guard lock(m_mutex);
        m_failure = failure;
        m_isOver = true;
        m_changed.notify_all();
    }

    void endOf(const Result<void> &result)
    {
        const std::lock_guard lock(m_mutex);
        if (!result)
            m_failure = result.error();
        m_isOver = true;
        m_changed.notify_all();
    }

    bool isOver()
    {
        const std::lock_guard lock(m_mutex);
        return m_isOver || m_stopped;
    }

    const EngineEndpoint m_endpoint;
    const QByteArray m_target;
    const QProcessEnvironment m_environment;
    const EnginePatience m_patience;
    HttpFlow m_flow;
    QElapsedTimer m_silence; ///< since the last byte, or since who reads has made room for it
    bool m_hasBody = false;

    std::mutex m_mutex; ///< what follows is shared
    std::condition_variable m_changed;
    std::optional<net::Reply> m_head;
    std::deque<QByteArray> m_pieces;
    qint64 m_used = 0;    ///< bytes of the first piece that have been read
    qint64 m_waiting = 0; ///< bytes of all pieces
    std::optional<Failure> m_failure;
    bool m_isOver = false;
    bool m_stopped = false;
    QAbstractEventDispatcher *m_dispatcher = nullptr;
    std::unique_ptr<QThread> m_thread;
};

EngineDownload::EngineDownload(EngineEndpoint endpoint, const QByteArray &target, QProcessEnvironment environment, const EnginePatience &patience)
    : m_line(std::make_unique<Line>(std::move(endpoint), target, std::move(environment), patience))
{
}

EngineDownload::~EngineDownload() = default;

Result<net::Reply> EngineDownload::head()
{
    return m_line->head();
}

Result<qint64> EngineDownload::read(char *into, qint64 most)
{
    return m_line->read(into, most);
}

void EngineDownload::stop()
{
    m_line->stop();
}

Result<net::Reply> wholeAnswer(EngineDownload &download, qint64 limit)
{
    auto reply = download.head();
    while (reply) {
        QByteArray piece(64 * 1024, Qt::Uninitialized);
        const auto got = download.read(piece.data(), piece.size());
        if (!got)
            return fail(got.error());
        if (*got == 0)
            break;
        if (reply->body.size() + *got > limit)
            return fail(here(Kind::TooLarge));
        reply->body.append(piece.constData(), *got);
    }
    return reply;
}

} // namespace wharf::docker
