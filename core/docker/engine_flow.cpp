#include "core/docker/engine_flow.h"

#include "core/base/secret.h"
#include "core/docker/engine_request_head.h"

namespace wharf::docker {

EngineFlow::EngineFlow(EngineEndpoint endpoint, EngineRequest request, QProcessEnvironment environment, QObject *parent)
    : QObject(parent), m_request(std::move(request)), m_stream(std::move(endpoint), std::move(environment))
{
    connect(&m_stream, &EngineStream::connected, this, &EngineFlow::send);
    connect(&m_stream, &EngineStream::failed, this, [this](const Failure &failure) { end(failure); });
    connect(&m_stream, &EngineStream::closed, this, &EngineFlow::readEnd);
}

EngineFlow::~EngineFlow()
{
    forgetBody();
}

void EngineFlow::start()
{
    m_stream.open();
    if (m_stream.device())
        connect(m_stream.device(), &QIODevice::readyRead, this, &EngineFlow::read);
}

void EngineFlow::abort()
{
    m_over = true;
    m_stream.abort();
    forgetBody();
}

void EngineFlow::forgetBody()
{
    if (m_request.bodyIsSecret)
        wipe(m_request.body);
}

void EngineFlow::send()
{
    // As bytes and a length: a QByteArray would be shared with the socket, and wiping would only make a copy to wipe.
    QByteArray head = requestHead(m_request);
    m_stream.device()->write(head.constData(), head.size());
    if (m_request.secretHeader)
        wipe(head);
    m_request.secretHeader = nullptr;
    if (!m_request.body.isEmpty())
        m_stream.device()->write(m_request.body.constData(), m_request.body.size());
    forgetBody();
}

void EngineFlow::read()
{
    if (m_over)
        return;
    const auto body = m_flow.take(m_stream.device()->readAll());
    if (!body)
        return end(body.error());
    if (m_flow.hasHead() && !std::exchange(m_answered, true)) {
        m_head = m_flow.head();
        Q_EMIT answered();
    }
    if (!body->isEmpty() && !m_over)
        Q_EMIT came(*body);
    if (m_flow.isDone())
        end({});
}

void EngineFlow::readEnd()
{
    if (m_stream.device())
        read();
    if (m_over)
        return;
    const auto finished = m_flow.finish();
    end(finished ? std::nullopt : std::optional(finished.error()));
}

void EngineFlow::end(const std::optional<Failure> &failure)
{
    if (std::exchange(m_over, true))
        return;
    m_stream.abort();
    if (failure)
        Q_EMIT failed(*failure);
    else
        Q_EMIT ended();
}

} // namespace wharf::docker
