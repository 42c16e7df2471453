#pragma once

#include "core/registry/access_token.h"

namespace wharf::ui {

/// "Lives 5 minutes, as its own dates say."
[[nodiscard]] QString lifetimeText(const registry::AccessToken &token);
/// "Received 10:41:03. Docker and Podman get a new one by themselves whenever they need it."
[[nodiscard]] QString receivedText(const registry::AccessToken &token, const QDateTime &now);

} // namespace wharf::ui
