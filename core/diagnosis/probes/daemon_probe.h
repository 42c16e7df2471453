#pragma once

#include "core/async/stop.h"
#include "core/async/task.h"
#include "core/base/clock.h"
#include "core/base/credential.h"
#include "core/diagnosis/evidence/daemon_evidence.h"
#include "core/registry/registry_host.h"

#include <QProcessEnvironment>

#include <chrono>
#include <memory>

namespace wharf::diagnosis {

/// How the daemon is looked for and how long it may take.
struct DaemonSurroundings {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    QString home;
    QString dockerSocket = QStringLiteral("/var/run/docker.sock");
    QString podmanSocket = QStringLiteral("/run/podman/podman.sock");
    QString systemdFolder = QStringLiteral("/etc/systemd/system"); ///< says whether somebody switched Docker's service on
    std::chrono::milliseconds limit = std::chrono::seconds(5);
    std::chrono::milliseconds loginLimit = std::chrono::seconds(20); ///< the daemon itself gives up after 15 s
};

/// Finds the engine as Docker's command line does (DOCKER_HOST, context, default socket; then Podman's sockets), and asks
/// `/_ping`, `/version` and `/info`. Its login is not made here. Facts: docker-and-oci-clients §3.
[[nodiscard]] Task<DaemonEvidence> probeDaemon(registry::RegistryHost host, DaemonSurroundings surroundings,
                                               std::shared_ptr<const Clock> clock, std::shared_ptr<Stop> stop);

/// `POST /auth`: the daemon signs in from where it stands. `evidence` says where the daemon is.
[[nodiscard]] Task<DaemonLoginEvidence> probeDaemonLogin(DaemonEvidence evidence, registry::RegistryHost host, Credential credential,
                                                         DaemonSurroundings surroundings, std::shared_ptr<Stop> stop);

} // namespace wharf::diagnosis
