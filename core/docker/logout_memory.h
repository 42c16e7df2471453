#pragma once

#include "core/registry/registry_host.h"

#include <QString>

namespace wharf::docker {

/// Knows the last sign-out of a host that has a second account.
///
/// Docker's logout erases one sign-in under up to four spellings of its key, in one helper process each. After the first the
/// host's other account is the active one, and must not go as well. Kept in `last-logout.json` in Wharfinger's state folder.
void rememberLogout(const registry::RegistryHost &host, const QString &caller);

/// True where `caller` has signed out of `host` less than a minute ago: process numbers come back some day.
[[nodiscard]] bool hasJustLoggedOut(const registry::RegistryHost &host, const QString &caller);

} // namespace wharf::docker
