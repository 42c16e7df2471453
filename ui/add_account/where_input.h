#pragma once

#include "core/accounts/pasted_sign_in.h"
#include "core/registry/registry_host.h"

namespace wharf::ui {

/// What somebody typed or pasted where the registry is asked for: a host, an image, a `docker login` line, or the
/// variables of a CI job.
struct WhereInput {
    registry::RegistryHost host;
    /// What came along in a pasted line or in CI variables; none for a host or an image.
    std::optional<accounts::PastedSignIn> pasted;
    QString error; ///< a sentence with a next step; empty where `host` is good

    static WhereInput read(const QString &text);
};

} // namespace wharf::ui
