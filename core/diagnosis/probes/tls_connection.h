#pragma once

#include "core/diagnosis/probes/host_probe.h"
#include "core/diagnosis/probes/tls_talk.h"
#include "core/diagnosis/probes/way.h"

namespace wharf::diagnosis {

/// Connects to the host of `url` (see openWay()) and makes a handshake that verifies nothing. Null where the way did not open;
/// `wire` says why.
[[nodiscard]] Task<std::shared_ptr<TlsTalk>> talkTls(std::shared_ptr<Wire> wire, QUrl url, QString address, TlsManner manner,
                                                     QByteArray userAgent);

/// Go's clients send the name as SNI, and nothing for an address. The client certificate is the one meant for this host.
[[nodiscard]] TlsManner mannerFor(const QUrl &url, const net::NetworkSettings &settings);

} // namespace wharf::diagnosis
