#pragma once

#include "core/async/task.h"
#include "core/diagnosis/probes/token_probe.h"
#include "core/diagnosis/run.h"

#include <memory>
#include <optional>

namespace wharf::diagnosis {

// The three-way experiment: nobody, a deliberately wrong credential, the real one; in this order, so that a ban is seen before
// anything wrong is sent, and a success comes last (GitLab then forgets the failures before it).

/// The first two at a realm, which need nobody's credential. Gives what nobody was given.
[[nodiscard]] Task<TokenReading> askRealmAsStranger(std::shared_ptr<Run> run, Realm realm);

/// What the real credential gets at a realm.
struct Taken {
    Realm realm; ///< where tokens came from: the challenge's, or where that one redirects to
    std::optional<registry::AccessToken> token;
};
/// The third, where the two before it allow it; without a credential, what `nobody` got.
[[nodiscard]] Task<Taken> askRealm(std::shared_ptr<Run> run, Realm realm, TokenReading nobody, Credential credential);

/// All three at `/v2/` of a registry that takes Basic. True where the real credential was taken.
[[nodiscard]] Task<bool> askBasic(std::shared_ptr<Run> run, QUrl api, Credential credential);

} // namespace wharf::diagnosis
