#pragma once

#include "core/net/host_settings.h"

namespace wharf::diagnosis {

/// What requests that a probe writes by itself call themselves.
[[nodiscard]] inline QByteArray userAgent(const net::NetworkSettings &settings)
{
    return settings.userAgent.isEmpty() ? QByteArrayLiteral("wharfinger/" WHARF_VERSION) : settings.userAgent;
}

} // namespace wharf::diagnosis
