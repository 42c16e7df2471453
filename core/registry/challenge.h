#pragma once

#include "core/registry/scope.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

namespace wharf::registry {

/// One challenge of a `WWW-Authenticate` header. RFC 9110 §11.6.1.
struct Challenge {
    QString scheme;                                ///< lower case: `bearer`, `basic`, anything
    QList<std::pair<QString, QString>> parameters; ///< names lower case, quoted strings unescaped, in order
    QString token68;                               ///< the other form a challenge may have

    [[nodiscard]] QString parameter(const QString &name) const;
    [[nodiscard]] bool isBearer() const { return scheme == QLatin1String("bearer"); }
    [[nodiscard]] bool isBasic() const { return scheme == QLatin1String("basic"); }

    [[nodiscard]] QString realm() const { return parameter(QStringLiteral("realm")); }
    [[nodiscard]] QString service() const { return parameter(QStringLiteral("service")); }
    /// `invalid_token`, `insufficient_scope`, or empty. RFC 6750 §3.1.
    [[nodiscard]] QString error() const { return parameter(QStringLiteral("error")); }
    [[nodiscard]] QList<Scope> scopes() const { return Scope::parseList(parameter(QStringLiteral("scope"))); }
};

/// Reads a header value that may hold several challenges: on one line, or several lines joined with commas as
/// QNetworkAccessManager does. Never fails: what is not a challenge is passed over, and nothing readable is lost.
[[nodiscard]] QList<Challenge> parseChallenges(QByteArrayView headerValue);

/// The one to answer: Bearer before Basic, wherever they stand; null when neither is offered.
[[nodiscard]] const Challenge *preferredChallenge(const QList<Challenge> &challenges);

} // namespace wharf::registry
