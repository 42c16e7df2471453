#pragma once

#include "core/push/push.h"

namespace wharf::push {

/// Wharfinger's own uploads: each request with a live token, on from where a broken line stopped.
[[nodiscard]] std::unique_ptr<Push> makeDirectPush(PushOrder order, PushAccess access, std::shared_ptr<const Clock> clock);

} // namespace wharf::push
