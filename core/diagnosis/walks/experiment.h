#pragma once

#include "core/async/task.h"
#include "core/diagnosis/probes/token_probe.h"
#include "core/diagnosis/run.h"

#include <memory>
#include <optional>

namespace wharf::diagnosis {

/// What the experiment at a realm leaves for the steps after it.
struct SignedIn {
    Realm realm; ///< where tokens came from: the challenge's, or where that one redirects to
    std::optional<registry::AccessToken> token;
};

/// The three-way experiment at a realm: nobody, a deliberately wrong credential, the real one; in this order, so that a ban is seen
/// before anything wrong is sent, and a success comes last (GitLab then forgets the failures before it).
[[nodiscard]] Task<SignedIn> walkRealm(std::shared_ptr<Run> run, Realm realm, Credential credential);

/// The same at `/v2/` of a registry that takes Basic. True where the real credential was taken.
[[nodiscard]] Task<bool> walkBasic(std::shared_ptr<Run> run, QUrl api, Credential credential);

} // namespace wharf::diagnosis
