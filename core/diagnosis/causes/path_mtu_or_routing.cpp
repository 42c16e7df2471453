#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace path_mtu_or_routing {

static std::optional<Ground> rule(const Evidence &evidence)
{
    for (const HostEvidence &host : evidence.hosts) {
        if (host.connected() && host.tls.tried && host.tls.outcome == "timeout"_L1)
            return likely({ StepId::Connect, StepId::Tls }, { nameOf(host), u"large"_s });
        const bool noRoute = allConnects(host, { u"unreachable"_s });
        const bool family = std::any_of(host.connects.begin(), host.connects.end(), [&host](const ConnectEvidence &one) {
            return host.name.localFamilies.contains(one.address.contains(u':') ? u"ipv6"_s : u"ipv4"_s);
        });
        if (noRoute && family && host.role == "registry"_L1)
            return certainly({ StepId::Connect }, { nameOf(host), u"route"_s });
    }
    if (daemonSays(evidence) == DaemonSays::NoRoute)
        return certainly({ StepId::DaemonSignIn }, { registryName(evidence), u"daemon"_s });
    const UploadEvidence &upload = evidence.registry.upload;
    for (const Answer &chunk : upload.chunks) {
        if (upload.start.ok() && !chunk.answered() && chunk.failure && chunk.failure->kind == Kind::Timeout)
            return likely({ StepId::Upload }, { registryName(evidence), u"large"_s }, { u"proxy-timeout-or-buffering"_s });
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString host = finding.about.value(0, registryName(evidence));
    const QString which = finding.about.value(1);
    if (which == "route"_L1 || which == "daemon"_L1)
        return { which == "route"_L1 ? Say::tr("There is no way from here to %1.").arg(host)
                                     : Say::tr("There is no way from the Docker daemon to %1.").arg(host),
                 Say::tr("The network says “unreachable”: no route leads there, or one leads the wrong way (a Docker network with the same "
                         "addresses, a VPN)."),
                 { Say::tr("See which way is taken:"), block(u"ip route get ADDRESS"_s), block(u"docker network inspect bridge"_s),
                   Say::tr("If a Docker network covers that address, move it in /etc/docker/daemon.json:"),
                   block(u"{ \"bip\": \"10.250.0.1/24\" }"_s) },
                 { which == "route"_L1 ? Say::tr("Every address is unreachable.")
                                       : Say::tr("The daemon says: “%1”.").arg(evidence.daemon.login.said) },
                 {} };
    return { Say::tr("Small packets get through to %1 and large ones get lost.").arg(host),
             Say::tr("The connection opens, and the first large answer or upload never arrives (“TLS handshake timeout”). VPNs and overlay "
                     "networks carry smaller packets than Ethernet, and the message that says so is dropped on the way."),
             { Say::tr("Find the size that gets through:"), block(u"ping -M do -s 1372 %1"_s.arg(QUrl(u"https://"_s + host).host())),
               Say::tr("Lower the packet size (MTU) of the network device, and of Docker in /etc/docker/daemon.json:"),
               block(u"sudo ip link set dev DEVICE mtu 1400"_s), block(u"{ \"mtu\": 1400 }"_s) },
             { Say::tr("The connection was made, and the exchange stalled when it grew.") },
             Say::tr("ping with -M do and growing sizes: where does it stop?") };
}

static QStringList consequences() { return { u"daemon-disagrees"_s, u"timeout"_s }; }

} // namespace path_mtu_or_routing

const Cause pathMtuOrRouting {
    "path-mtu-or-routing", Owner::Network, Severity::Error, Layer::Connect,
    path_mtu_or_routing::rule, path_mtu_or_routing::words, path_mtu_or_routing::consequences,
};

} // namespace wharf::diagnosis::causes
