#pragma once

#include "core/async/stop.h"
#include "core/async/task.h"
#include "core/diagnosis/evidence/host_evidence.h"
#include "core/net/host_settings.h"

#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>

namespace wharf::diagnosis {

class SystemAuthorities;

/// What the walks to all hosts of a run share.
struct WireSettings {
    net::NetworkSettings network;
    /// Hosts whose authorities count for every host of the run: Docker takes a registry's to its realm.
    QList<QUrl> authoritiesOf;
    /// Shared by the hosts of a run; read anew for each where it is null.
    std::shared_ptr<const SystemAuthorities> system;
    QString hostsFile = QStringLiteral("/etc/hosts");
    std::chrono::milliseconds nameLimit = std::chrono::seconds(5);
    std::chrono::milliseconds connectLimit = std::chrono::seconds(5);
    std::chrono::milliseconds tlsLimit = std::chrono::seconds(8);
};

/// Looks a name up: getaddrinfo, the hosts file, and the name server past it, side by side. A stop ends the wait and not Qt's
/// threads that ask: a program that returns from main() waits for them, as long as resolv.conf(5) says.
[[nodiscard]] Task<NameEvidence> probeName(QString host, WireSettings settings, std::shared_ptr<Stop> stop);

/// Knocks at every address at once. Each ends by itself within the limit.
[[nodiscard]] Task<QList<ConnectEvidence>> probeConnect(QStringList addresses, int port, WireSettings settings,
                                                        std::shared_ptr<Stop> stop);

/// Asks the forward proxy, where one is set for `url`, to CONNECT there, and keeps its own answer.
[[nodiscard]] Task<ProxyEvidence> probeProxy(QUrl url, WireSettings settings, std::shared_ptr<Stop> stop);

/// A handshake that verifies nothing (through the proxy where there is one), then dates, name and chain each on its own.
/// `address` is one that connected; empty with a proxy.
[[nodiscard]] Task<TlsEvidence> probeTls(QUrl url, QString address, WireSettings settings, std::shared_ptr<Stop> stop);

/// `certs.d` for the host of `url`.
[[nodiscard]] TrustFilesEvidence probeTrustFiles(const QUrl &url, const net::CertificateFolders &folders);

/// All of it for one host, each as early as its inputs allow. Fills `unverified`, `plain` and `defaultPortAnswers` where they apply.
/// `progress` is called after each part: the window fills in while it runs.
[[nodiscard]] Task<HostEvidence> probeHost(QString role, QUrl url, WireSettings settings, std::shared_ptr<Stop> stop,
                                           std::function<void(const HostEvidence &)> progress);

} // namespace wharf::diagnosis
