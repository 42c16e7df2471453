#pragma once

#include "core/docker/engine_request.h"

namespace wharf::docker {

/// Which engine answers, and in which version its API is spoken.
struct EngineVersion {
    QByteArray api;        ///< `1.41`
    bool isPodman = false; ///< it says so itself, by `Libpod-API-Version`

    /// `/v1.41`: what every request's target begins with. Targets without it are deprecated.
    [[nodiscard]] QByteArray prefix() const { return "/v" + api; }

    friend bool operator==(const EngineVersion &, const EngineVersion &) = default;
};

/// The newest API that is asked for. Nothing here needs more.
inline constexpr QByteArrayView newestEngineApi = "1.47";

/// The version for an answer to `/_ping`: the lesser of newestEngineApi and its `Api-Version`, 1.24 where it says none; to
/// Docker `pinned` instead, where it is not empty. Errors: Stage::Daemon, Kind::BadReply, subject `not-an-engine`; as
/// engineRefusal(); Stage::Input, Kind::Invalid, subject `DOCKER_API_VERSION`.
[[nodiscard]] Result<EngineVersion> readEngineVersion(const net::Reply &ping, const QString &pinned);

/// Asks `/_ping`; `DOCKER_API_VERSION` of the environment pins. Errors: those of engineRequest() and readEngineVersion().
/// Source: moby client/client.go NegotiateAPIVersion(), client/envvars.go.
[[nodiscard]] Task<Result<EngineVersion>> negotiateEngine(EngineEndpoint endpoint, QProcessEnvironment environment, std::shared_ptr<Stop> stop);

} // namespace wharf::docker
