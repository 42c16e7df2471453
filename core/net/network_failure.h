#pragma once

#include "core/base/failure.h"

#include <QList>
#include <QNetworkReply>
#include <QSslError>
#include <QString>

namespace wharf::net {

/// What Qt said when a request came to no answer.
struct NetworkTrouble {
    QNetworkReply::NetworkError error = QNetworkReply::NoError;
    QString errorText;
    QList<QSslError> sslErrors;
    QString host;      ///< `host[:port]` of the request
    QString proxyHost; ///< `host:port` of the proxy, empty without one
};

/// Where it went wrong and what: the one place that reads Qt's error numbers.
///
/// `subject` is a stable reason. Stage::Connect: `name-not-found`, `refused`, `reset`, `unreachable`, `not-http`.
/// Stage::Tls: see tlsReason(), `not-tls` where something that speaks no TLS answered, `client-certificate` where the
/// server wants one, or `handshake`.
/// Stage::Proxy: `name-not-found`, `refused`, `reset`, `password`, `denied`, `not-a-proxy`, or `no-tunnel` where the
/// proxy could not reach the host (Qt does not tell the proxy's statuses apart).
[[nodiscard]] Failure networkFailure(const NetworkTrouble &trouble);

/// `self-signed`, `unknown-ca`, `expired`, `not-yet-valid`, `name-mismatch`: who it is comes before how old it is.
/// Empty where the list holds none of them.
[[nodiscard]] QString tlsReason(const QList<QSslError> &errors);

} // namespace wharf::net
