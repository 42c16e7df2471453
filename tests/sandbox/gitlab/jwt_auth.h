#pragma once

#include "tests/sandbox/gitlab/grants.h"

#include <QUrl>

#include <variant>

namespace wharf::sandbox {

/// What a token says, before it is signed.
struct TokenClaims {
    QJsonObject claims;   ///< all but `jti` and `user`
    QJsonValue userInfo;  ///< `user_info` of the nested token; null for anonymous
    bool sharedSecret = false; ///< signed with a shared secret, as the dependency proxy's tokens are
    QStringList newRepositories; ///< container repositories that a granted push brings into being: project path, then repository path
};

using JwtAuthDecision = std::variant<Answer, TokenClaims>;

/// `identity`: whom the Basic header made; none where there was no such header.
/// Decides what `GET /jwt/auth` answers to a request that passed the gates. Pure: changes nothing.
[[nodiscard]] JwtAuthDecision jwtAuth(const GitLabWorld &world, const Request &request, const std::optional<Identity> &identity, const QDateTime &now);

/// `{"errors":[{"code":…,"message":…}]}`, with `http_status` where GitLab renders its whole result.
[[nodiscard]] Answer errorAnswer(int status, const QString &code, const QString &message, bool withStatus);
/// The one 401 for everything that is wrong with a credential. `base` is GitLab's own address.
[[nodiscard]] Answer accessDenied(const QUrl &base);

} // namespace wharf::sandbox
