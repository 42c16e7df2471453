#pragma once

#include "core/base/credential.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QUrl>

#include <chrono>
#include <optional>

namespace wharf::net {

struct Header {
    QByteArray name;
    QByteArray value;
};

/// How a request proves itself. The header is built when the request goes out and at no other time.
struct Authorization {
    enum class Scheme { Basic, Bearer, PrivateToken, JobToken };
    Scheme scheme = Scheme::Bearer;
    QString userName; ///< Basic only
    SharedSecret secret;
};

/// One HTTP request. A value; nothing in it but `authorization` is secret unless `bodyIsSecret` says so.
struct Request {
    QByteArray method = QByteArrayLiteral("GET");
    QUrl url;
    QList<Header> headers;
    std::optional<Authorization> authorization;
    QByteArray body;
    /// Wipes `body` after use and keeps it out of every record (an OAuth2 form).
    bool bodyIsSecret = false;
    /// The secret in such a body, so that what a server says back can be shown without it. May be null.
    SharedSecret bodySecret;
    /// From start to the last byte of the answer.
    std::chrono::milliseconds timeout = std::chrono::seconds(30);
    /// Bytes; an answer that is longer fails with Kind::TooLarge.
    qint64 bodyLimit = qint64(1) << 20;
    /// Instead, an answer that is longer is cut off there and given.
    bool cutLongBody = false;
    /// Which part of a larger piece of work this is; comes back in Exchange::purpose and goes nowhere else.
    QString purpose;
};

/// Any answer with a status, 2xx or not. Redirects are answers too: nothing follows them unasked.
struct Reply {
    int status = 0;
    QByteArray reason;
    QList<Header> headers;
    QByteArray body;
    QUrl url;

    [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
    [[nodiscard]] bool isRedirect() const;
    /// The first value of the header, whatever its case; repeated lines come joined with ", ". Empty when absent.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    /// The server's clock, invalid where it sent no `Date`.
    [[nodiscard]] QDateTime date() const;
    /// `Retry-After` in seconds, 0 where it is absent or nonsense (RFC 9110 §10.2.3, both forms).
    [[nodiscard]] int retryAfterSeconds(const QDateTime &now) const;
};

} // namespace wharf::net
