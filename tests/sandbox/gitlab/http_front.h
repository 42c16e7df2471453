#pragma once

#include "tests/sandbox/gitlab/message.h"

#include <QSslConfiguration>
#include <QtHttpServer/QAbstractHttpServer>

#include <functional>

namespace wharf::sandbox {

/// Carries requests to a handler and its answers back, over HTTP or TLS, on loopback.
/// HEAD gets the headers of GET. Every answer has a `Date`, which the handler may set itself.
class HttpFront final : public QAbstractHttpServer {
    Q_OBJECT
public:
    using Handler = std::function<Answer(const Request &)>;

    explicit HttpFront(Handler handler, QObject *parent = nullptr);

    /// 0 takes a free port. Returns the port, 0 when it could not listen.
    quint16 start(quint16 port);
    quint16 startTls(const QSslConfiguration &tls, quint16 port);

private:
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *socket) override;
    void missingHandler(const QHttpServerRequest &request, QTcpSocket *socket) override;

    Handler m_handler;
};

} // namespace wharf::sandbox
