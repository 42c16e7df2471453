#pragma once

#include "core/async/task.h"
#include "core/diagnosis/evidence/registry_evidence.h"
#include "core/net/session.h"
#include "core/registry/challenge.h"
#include "core/registry/registry_host.h"

#include <memory>
#include <optional>

namespace wharf::diagnosis {

/// What `/v2/` says to nobody in particular.
struct ChallengeReading {
    ChallengeEvidence evidence;
    QUrl api;                                     ///< the origin that answered, or was asked first
    std::optional<registry::Challenge> challenge; ///< the one to answer; none where there is none
};

/// `GET /v2/` without a credential: https, then http where the peer speaks no TLS or nobody listens and plain HTTP is allowed.
[[nodiscard]] Task<ChallengeReading> probeChallenge(std::shared_ptr<net::Session> session, registry::RegistryHost host);

/// The authentication schemes that an answer offers, lower case.
[[nodiscard]] QStringList schemesIn(const Answer &answer);

} // namespace wharf::diagnosis
