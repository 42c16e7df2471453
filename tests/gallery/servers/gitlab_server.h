#pragma once

#include "tests/sandbox/gitlab/world.h"

#include <QJsonObject>
#include <QString>

namespace wharf::gallery {

class Stage;

/// How the tokens of a realm differ from what they should be.
struct TokenTwist {
    QString audience;        ///< instead of the service asked for
    QString keyId;           ///< instead of libtrust's; the signature stays right
    bool otherKey = false;   ///< signed with a key that the registry has no certificate of
    bool opaque = false;     ///< no JWT at all
    bool anonymousGetsToken = false; ///< somebody unknown gets an empty token where GitLab says 403
    bool refusesPushScope = false;   ///< a scope with push is 401 `access token has insufficient scopes`, as on Docker Hub

    [[nodiscard]] QJsonObject toJson() const;
};

/// Starts the GitLab stand-in among the servers at 127.0.0.1:8081, plain. Its certificate for tokens comes to
/// `gitlab/token.pem`, the tokens it issues to `gitlab/issued`, its requests to `gitlab/requests`.
void startGitLab(Stage &stage, const sandbox::GitLabWorld &world, const TokenTwist &twist = {});

/// The program behind it. Reads and writes in `folder`; ends with its namespace.
[[nodiscard]] int serveGitLab(const QString &folder);

} // namespace wharf::gallery
