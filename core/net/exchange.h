#pragma once

#include "core/base/failure.h"
#include "core/net/http.h"

#include <optional>

namespace wharf::net {

/// What one request and its answer looked like from outside, fit to be shown and reported: the query keeps its names
/// and loses every value but `service`, `scope` and `client_id`; headers are the few that tell something, masked.
struct Exchange {
    QString purpose; ///< Request::purpose
    QByteArray method;
    QString url;
    /// "Basic as jo", "Bearer", "PRIVATE-TOKEN", or empty: never the value.
    QString authorization;
    int status = 0;
    QList<Header> replyHeaders;
    std::optional<Failure> failure;
    QDateTime started;
    qint64 milliseconds = 0;
};

/// The query of `url` masked as Exchange::url is.
[[nodiscard]] QString maskedUrl(const QUrl &url);
/// What Exchange::authorization says of it.
[[nodiscard]] QString maskedAuthorization(const std::optional<Authorization> &authorization);
/// The telling ones of `headers`, as Exchange::replyHeaders has them. `sent` is the request they answer.
[[nodiscard]] QList<Header> maskedHeaders(const QList<Header> &headers, const Request &sent);
/// `text` with the secret that was sent taken out, however it is spelled there (percent, JSON, HTML, Basic): some servers say
/// back what they were told.
[[nodiscard]] QByteArray withoutSecret(QByteArray text, const std::optional<Authorization> &authorization);
[[nodiscard]] QString withoutSecret(const QString &text, const std::optional<Authorization> &authorization);

} // namespace wharf::net
