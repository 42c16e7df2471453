#pragma once

#include "tests/push/http_head.h"

#include <optional>

namespace wharf::rig {

/// The registry's answer to a question that the proxy asks on its own account.
struct Asked {
    AnswerHead head;
    QByteArray body;
};

/// Asks the registry on a port of this machine, without a body. Blocks until it has answered; none where it does not within 5 s.
[[nodiscard]] std::optional<Asked> askUpstream(quint16 port, RequestHead head);

} // namespace wharf::rig
