#pragma once

#include "core/net/exchange.h"

namespace wharf::ui {

/// One exchange as people read it: the request line, who it was sent as, the status and the time, the headers that matter.
/// Masked already (net::Exchange).
[[nodiscard]] QString exchangeText(const net::Exchange &exchange);
/// "GET registry.example.com: 401"
[[nodiscard]] QString exchangeName(const net::Exchange &exchange);

} // namespace wharf::ui
