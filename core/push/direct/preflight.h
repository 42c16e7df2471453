#pragma once

#include "core/async/task.h"
#include "core/net/session.h"
#include "core/push/push_order.h"
#include "core/registry/access_token.h"
#include "core/registry/challenge.h"

namespace wharf::push {

/// What a push knows before its first byte.
struct Cleared {
    QUrl api;
    std::optional<registry::Challenge> challenge;  ///< none: the registry asks for nothing
    std::optional<registry::AccessToken> token;    ///< for pull and push of the repository
};

/// Makes sure of the right to push before anything is packed or sent: what the token grants, whether the tag is protected (GitLab's
/// `meta` in the JWT), and an upload that is started and taken back.
///
/// Errors: as pingRegistry(), exchangeToken() and probeUpload(); Stage::Registry, Kind::Forbidden with subject `push-not-granted`,
/// `tag-protected` or `tag-immutable` (`serverSaid` is the pattern that forbids it).
[[nodiscard]] Task<Result<Cleared>> clearForPush(std::shared_ptr<net::Session> session, registry::ImageReference destination,
                                                 Credential credential);

/// The scopes a push asks for.
[[nodiscard]] QList<registry::Scope> pushScopes(const QString &repository);

} // namespace wharf::push
