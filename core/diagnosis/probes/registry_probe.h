#pragma once

#include "core/async/task.h"
#include "core/base/credential.h"
#include "core/diagnosis/evidence/registry_evidence.h"
#include "core/net/session.h"
#include "core/registry/access_token.h"
#include "core/registry/registry_host.h"
#include "core/registry/scope.h"

#include <QUrl>

#include <memory>
#include <optional>

namespace wharf::diagnosis {

/// Sends one request and takes down what came, cleaned of the secret that was sent. Bodies are read to 64 KiB.
[[nodiscard]] Task<Answer> ask(std::shared_ptr<net::Session> session, net::Request request);

/// `/v2/` without a credential; https first, then http where nothing but http answers and it is allowed.
[[nodiscard]] Task<ChallengeEvidence> probeChallenge(std::shared_ptr<net::Session> session, registry::RegistryHost host, bool plainHttp);

/// One question to the realm (or, without a realm, `/v2/` with Basic), its redirects by hand: the credential goes along only within
/// its origin, or from http to https of the same host and default ports.
[[nodiscard]] Task<Trial> probeRealm(std::shared_ptr<net::Session> session, QUrl realm, QString service, QList<registry::Scope> scopes,
                                     Credential credential);

/// Reads the token out of a trial's last answer. The token itself stays out of the evidence.
struct TokenReading {
    TokenEvidence evidence;
    std::optional<registry::AccessToken> token;
    GrantEvidence grant; ///< `granted`, `opaque`, `projectPath` of the first requested scope
};

} // namespace wharf::diagnosis
