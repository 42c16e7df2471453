#pragma once

#include "core/docker/engine_request.h"
#include "core/docker/engine_stream.h"
#include "core/docker/http_flow.h"

namespace wharf::docker {

/// One request whose answer's body is handed over as it comes: a push's progress, events.
///
/// Has no time limit: how long an engine may be silent, its caller knows (`timeout` and `bodyLimit` of the request are not looked
/// at). All signals come from the event loop, never from within start(); who wants to be rid of it in one of them says
/// deleteLater().
class EngineFlow final : public QObject {
    Q_OBJECT
public:
    EngineFlow(EngineEndpoint endpoint, EngineRequest request, QProcessEnvironment environment, QObject *parent = nullptr);
    ~EngineFlow() override;

    void start();
    /// Closes the connection, which is how an engine is told to stop; no signal comes any more.
    void abort();
    /// Status and headers, from `answered` on.
    [[nodiscard]] const net::Reply &head() const { return m_head; }

Q_SIGNALS:
    /// Any status is an answer.
    void answered();
    void came(const QByteArray &bytes);
    /// The answer is whole. Nothing comes after it.
    void ended();
    /// Stage::Daemon; those of EngineStream, and BadReply (no HTTP, or cut off), TooLarge (the head). Nothing comes after it.
    void failed(const wharf::Failure &failure);

private:
    void send();
    void read();
    void readEnd();
    void forgetBody();
    void end(const std::optional<Failure> &failure);

    EngineRequest m_request;
    EngineStream m_stream;
    HttpFlow m_flow;
    net::Reply m_head;
    bool m_answered = false;
    bool m_over = false;
};

} // namespace wharf::docker
