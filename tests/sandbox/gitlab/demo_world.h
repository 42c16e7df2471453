#pragma once

#include "tests/sandbox/gitlab/world.h"

namespace wharf::sandbox {

/// One credential of the demo world, for people and tests to pick by name.
struct DemoSignIn {
    QString name;     ///< `personal`, `personal-read-only`, `deploy`, `job`, `password`, …
    QString kind;     ///< as Wharfinger's account file calls it: `personal-access-token`, `deploy-token`, …
    QString userName;
    QString secret;
    QString about;    ///< one sentence: what it can and what it cannot
};

struct DemoWorld {
    GitLabWorld world;
    QList<DemoSignIn> signIns;

    /// The credential of that name. A name that is none ends the program: it is a mistake of the caller's.
    [[nodiscard]] const DemoSignIn &signIn(const QString &name) const;
};

/// Jo, Sam and the others, `group/app` and its neighbours, and one credential of every kind. The secrets are new each time.
[[nodiscard]] DemoWorld demoWorld();

} // namespace wharf::sandbox
