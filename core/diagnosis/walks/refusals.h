#pragma once

#include "core/diagnosis/evidence/registry_evidence.h"

namespace wharf::diagnosis {

/// 429, or a ban in GitLab's words: nothing wrong is sent after it. Source: GitLab, lib/gitlab/auth/ip_blocked.rb.
[[nodiscard]] bool isBan(const Answer &answer);
[[nodiscard]] bool isBanned(const ExperimentEvidence &experiment);
/// The server looked at the credential and said no: 401, 403, or a ban.
[[nodiscard]] bool isRefusal(const Answer &answer);

} // namespace wharf::diagnosis
