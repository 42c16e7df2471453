#pragma once

#include "core/base/failure.h"
#include "core/net/http.h"

#include <QDateTime>
#include <QMap>
#include <QString>
#include <QUrl>

#include <optional>

namespace wharf::diagnosis {

/// One request and what came back, as rules read it. Cleaned when it is taken down: no secret is in it.
struct Answer {
    QString method;
    QString url;           ///< masked as net::maskedUrl() does
    QString authorization; ///< "Basic as jo", "Bearer", or empty: never the value
    int status = 0;        ///< 0: no answer came
    std::optional<Failure> failure;
    QMap<QString, QString> headers; ///< names in lower case, values masked
    QString body;                   ///< at most 64 KiB
    QDateTime date;                 ///< the server's `Date`, UTC; invalid where it sent none
    QDateTime received;             ///< this machine's clock when the answer's head was there, UTC
    qint64 milliseconds = 0;

    [[nodiscard]] bool answered() const { return status != 0; }
    [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
    /// 301, 302, 303, 307, 308 with a `Location`.
    [[nodiscard]] bool isRedirect() const;
    /// `Location` resolved against `url`; invalid where there is none.
    [[nodiscard]] QUrl location() const;
    [[nodiscard]] QString header(const QString &name) const { return headers.value(name.toLower()); }
    /// `text/html`: lower case, without parameters.
    [[nodiscard]] QString mediaType() const;
    /// A page: by its type, or by its first bytes where the type is missing or wrong.
    [[nodiscard]] bool isHtml() const;
    /// The first `code` and `message` of `errors[]`, or of what servers say instead. Empty where there is none.
    [[nodiscard]] QString errorCode() const;
    [[nodiscard]] QString errorMessage() const;
    /// `error` of the bearer challenge: `invalid_token`, `insufficient_scope`, or empty.
    [[nodiscard]] QString challengeError() const;
    /// Two answers that mean the same: status, media type, error code and message.
    [[nodiscard]] bool sameAs(const Answer &other) const;

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("method", self.method);
        visit("url", self.url);
        visit("authorization", self.authorization);
        visit("status", self.status);
        visit("failure", self.failure);
        visit("headers", self.headers);
        visit("body", self.body);
        visit("date", self.date);
        visit("received", self.received);
        visit("milliseconds", self.milliseconds);
    }
};

/// The same question with its redirects, each followed by hand. The last hop is the answer.
struct Trial {
    bool made = false;
    QList<Answer> hops;
    /// A hop led to another origin and the credential was not taken there; the trial ended at that hop.
    bool stoppedAtForeignOrigin = false;

    /// The answer that counts; an empty Answer where nothing was asked.
    [[nodiscard]] Answer last() const { return hops.isEmpty() ? Answer() : hops.constLast(); }
    [[nodiscard]] bool redirected() const { return hops.size() > 1 || stoppedAtForeignOrigin; }

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("made", self.made);
        visit("hops", self.hops);
        visit("stopped_at_foreign_origin", self.stoppedAtForeignOrigin);
    }
};

} // namespace wharf::diagnosis
