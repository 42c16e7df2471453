#pragma once

#include "core/async/stop.h"
#include "core/async/task.h"
#include "core/base/credential.h"
#include "core/diagnosis/evidence/client_evidence.h"
#include "core/registry/registry_host.h"

#include <QProcessEnvironment>

#include <chrono>
#include <memory>

namespace wharf::diagnosis {

/// Where a client probe looks; tests and the gallery put their own here.
struct ClientSurroundings {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    QString home;  ///< of the user in whose name it runs
    QString passwdFile = QStringLiteral("/etc/passwd"); ///< for other users' homes
    std::chrono::milliseconds helperLimit = std::chrono::seconds(5);
};

/// What one client would send, and the credential itself: to examine it, never to show it.
struct ClientFindings {
    ClientEvidence evidence;
    Credential sent; ///< anonymous where it would send none
};

/// Reads the client's files, runs its helpers for real (`get`), looks at the environment, in the client's own order.
/// `client` is `docker` or `podman`. `examined` is compared, and may be anonymous. `repository` matters to Podman, whose
/// keys may have paths. Facts: docker-and-oci-clients §1.
[[nodiscard]] Task<ClientFindings> probeClient(QString client, registry::RegistryHost host, QString repository, Credential examined,
                                               ClientSurroundings surroundings, std::shared_ptr<Stop> stop);

/// Files of other users and places that hold a sign-in for `host`: of root, of who called sudo, of snaps.
[[nodiscard]] QList<OtherHomeEvidence> probeOtherHomes(const registry::RegistryHost &host, const ClientSurroundings &surroundings);

} // namespace wharf::diagnosis
