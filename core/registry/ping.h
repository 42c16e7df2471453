#pragma once

#include "core/async/task.h"
#include "core/base/result.h"
#include "core/net/session.h"
#include "core/registry/challenge.h"
#include "core/registry/registry_host.h"

namespace wharf::registry {

/// What a registry says to somebody it does not know.
struct Ping {
    QUrl api;                    ///< scheme, host and port that answered
    int status = 0;              ///< 401 as a rule; 200: it asks nobody for anything
    QList<Challenge> challenges;
    QDateTime serverDate;
};

/// `GET /v2/` without a credential: https first; http only where nothing but http answers there and plain HTTP is
/// allowed (loopback, HostSettings::plainHttp). Errors: as Session::send; Stage::Ping, Kind::BadReply or NotFound for an
/// answer that is no registry's, Server for 5xx; Stage::Challenge, Kind::BadReply for a 401 that offers neither Bearer nor Basic.
[[nodiscard]] Task<Result<Ping>> pingRegistry(std::shared_ptr<net::Session> session, RegistryHost host);

/// The same with an access token or with Basic: proves it at the registry. Errors: Stage::Registry, Unauthorized …
[[nodiscard]] Task<Result<void>> proveAtRegistry(std::shared_ptr<net::Session> session, QUrl api, net::Authorization authorization);

} // namespace wharf::registry
