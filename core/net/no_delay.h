#pragma once

namespace wharf::net {

/// Lets the TCP sockets of this process send small segments at once (TCP_NODELAY).
///
/// Qt writes the end of its TLS handshake and the request after it as two small segments; where the server is silent between
/// them, Nagle's algorithm holds the second back until the peer's delayed acknowledgement comes: 40 ms on every new connection
/// (seen with a registry written in Go). Qt 6.4 has no switch for it in QNetworkAccessManager and shows nobody its sockets.
/// Linux alone; elsewhere nothing happens.
void sendSmallSegmentsAtOnce();

} // namespace wharf::net
