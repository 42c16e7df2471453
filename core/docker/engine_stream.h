#pragma once

#include "core/base/failure.h"
#include "core/docker/engine_endpoint.h"

#include <QIODevice>
#include <QObject>

#include <memory>

namespace wharf::docker {

/// Opens the byte stream to an engine, whichever way leads there: a local socket, TCP, TLS, or `ssh … docker system dial-stdio`.
///
/// Says exactly once `connected` or `failed`, never from within open(); `failed` may also follow `connected`, when the stream breaks.
class EngineStream final : public QObject {
    Q_OBJECT
public:
    EngineStream(EngineEndpoint endpoint, QProcessEnvironment environment, QObject *parent = nullptr);
    ~EngineStream() override;

    void open();
    /// Null until open().
    [[nodiscard]] QIODevice *device() const { return m_device; }
    /// Ends it at once.
    void abort();

Q_SIGNALS:
    void connected();
    /// Stage::Daemon with Absent (no socket, no such host), Denied, Offline (refused, broken), Tls, Invalid (no such way).
    void failed(const wharf::Failure &failure);
    /// The other side has ended the stream in an orderly way.
    void closed();

private:
    void openLocal();
    void openTcp();
    void openSsh();
    void fail(Kind kind, const QString &subject, const QString &said = {});

    EngineEndpoint m_endpoint;
    QProcessEnvironment m_environment;
    QIODevice *m_device = nullptr;
    bool m_over = false;
};

} // namespace wharf::docker
