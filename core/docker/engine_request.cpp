#include "core/docker/engine_request.h"

#include "core/async/later.h"
#include "core/base/secret.h"
#include "core/docker/engine_request_head.h"
#include "core/docker/engine_stream.h"
#include "core/docker/http_reading.h"

#include <QTimer>

namespace wharf::docker {

namespace {

/// One request on its way. Ends exactly once, from the event loop.
class Exchange final : public QObject, public std::enable_shared_from_this<Exchange> {
public:
    Exchange(EngineEndpoint endpoint, EngineRequest request, QProcessEnvironment environment, std::shared_ptr<Stop> stop)
        : m_request(std::move(request)),
          m_stop(std::move(stop)),
          m_stream(std::move(endpoint), std::move(environment)),
          m_reading(m_request.method == "HEAD", m_request.bodyLimit)
    {
        connect(&m_stream, &EngineStream::connected, this, &Exchange::send);
        connect(&m_stream, &EngineStream::failed, this, &Exchange::breakOff);
        connect(&m_stream, &EngineStream::closed, this, &Exchange::readEnd);
        connect(&m_timeout, &QTimer::timeout, this, [this] { breakOff(here(Kind::Timeout)); });
        if (m_stop)
            connect(m_stop.get(), &Stop::stopped, this, [this] { breakOff(here(Kind::Cancelled)); });
        m_timeout.setSingleShot(true);
    }

    ~Exchange() override { forgetBody(); }

    void start()
    {
        if (m_stop && m_stop->isStopped()) {
            breakOff(here(Kind::Cancelled));
            return;
        }
        m_timeout.start(m_request.timeout);
        m_stream.open();
        if (m_stream.device())
            connect(m_stream.device(), &QIODevice::readyRead, this, &Exchange::read);
    }

    [[nodiscard]] Later<Result<net::Reply>> &outcome() { return m_later; }

private:
    static Failure here(Kind kind) { return { .stage = Stage::Daemon, .kind = kind }; }

    void forgetBody()
    {
        if (m_request.bodyIsSecret)
            wipe(m_request.body);
    }

    void send()
    {
        // As bytes and a length: a QByteArray would be shared with the socket, and wiping would only make a copy to wipe.
        QByteArray head = requestHead(m_request);
        m_stream.device()->write(head.constData(), head.size());
        if (m_request.secretHeader)
            wipe(head);
        if (!m_request.body.isEmpty())
            m_stream.device()->write(m_request.body.constData(), m_request.body.size());
        forgetBody();
    }

    void read()
    {
        const QByteArray bytes = m_stream.device()->readAll();
        if (m_ended)
            return;
        if (const auto taken = m_reading.take(bytes); !taken)
            breakOff(taken.error());
        else if (m_reading.isDone())
            end(m_reading.reply());
    }

    void readEnd()
    {
        if (m_stream.device())
            read();
        if (m_ended)
            return;
        if (const auto finished = m_reading.finish(); !finished)
            breakOff(finished.error());
        else
            end(m_reading.reply());
    }

    void breakOff(const Failure &failure) { end(fail(failure)); }

    void end(Result<net::Reply> result)
    {
        if (std::exchange(m_ended, true))
            return;
        m_timeout.stop();
        m_result = std::move(result);
        QMetaObject::invokeMethod(this, [self = shared_from_this()] { self->give(); }, Qt::QueuedConnection);
    }

    void give()
    {
        m_stream.abort();
        m_later.set(m_result);
    }

    EngineRequest m_request;
    std::shared_ptr<Stop> m_stop;
    EngineStream m_stream;
    HttpReading m_reading;
    QTimer m_timeout;
    Result<net::Reply> m_result;
    Later<Result<net::Reply>> m_later;
    bool m_ended = false;
};

} // namespace

Task<Result<net::Reply>> engineRequest(EngineEndpoint endpoint, EngineRequest request, QProcessEnvironment environment, std::shared_ptr<Stop> stop)
{
    const auto exchange = std::make_shared<Exchange>(std::move(endpoint), std::move(request), std::move(environment), std::move(stop));
    exchange->start();
    co_return co_await exchange->outcome();
}

} // namespace wharf::docker
