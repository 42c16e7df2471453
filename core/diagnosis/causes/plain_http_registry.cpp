#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace plain_http_registry {

static std::optional<Ground> rule(const Evidence &evidence)
{
    for (const HostEvidence &host : evidence.hosts) {
        if (host.scheme == "http"_L1 || host.tls.outcome != "not-tls"_L1 || host.role == "storage"_L1)
            continue;
        const bool speaksHttp = host.plain.answered() || host.tls.firstText.startsWith("HTTP/"_L1);
        if (!speaksHttp)
            continue;
        if (isRealm(host)) {
            Ground ground = certainly({ StepId::Tls }, { nameOf(host), u"realm"_s });
            ground.owner = Owner::RegistryAdministrator;
            return ground;
        }
        if (evidence.daemon.insecure || isLoopbackHost(host.host))
            return std::nullopt;
        return certainly({ StepId::Tls }, { nameOf(host) });
    }
    if (evidence.challenge.overPlainHttp && evidence.daemon.reached() && !evidence.daemon.insecure
        && !isLoopbackHost(QUrl(evidence.challenge.api).host()))
        return certainly({ StepId::Tls, StepId::Daemon }, { registryName(evidence) });
    if (daemonSays(evidence) == DaemonSays::PlainHttp && !evidence.daemon.insecure)
        return certainly({ StepId::DaemonSignIn }, { registryName(evidence) });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString host = finding.about.value(0, registryName(evidence));
    if (finding.about.value(1) == "realm"_L1)
        return { Say::tr("The sign-in address is said to be https, and %1 speaks plain HTTP.").arg(host),
                 Say::tr("Clients stop there: “server gave HTTP response to HTTPS client”."),
                 { Say::tr("Put TLS on that port, or let the realm name the port that has it:"),
                   block(u"realm: https://auth.example.com/token"_s) },
                 { Say::tr("The first bytes from %1 are no TLS.").arg(host) },
                 {} };
    return {
        Say::tr("%1 speaks plain HTTP, and Docker asks for HTTPS.").arg(host),
        Say::tr("“server gave HTTP response to HTTPS client”. Over HTTP everybody on the way can read the password, so Docker does that "
                "only where it is told to."),
        { Say::tr("Best: put TLS on the registry. Where that cannot be, on the machine where the daemon runs, in /etc/docker/daemon.json:"),
          block(u"{ \"insecure-registries\": [\"%1\"] }"_s.arg(host)), block(u"sudo systemctl restart docker"_s),
          Say::tr("Podman, in /etc/containers/registries.conf:"), block(u"[[registry]]"_s), block(u"location = \"%1\""_s.arg(host)),
          block(u"insecure = true"_s) },
        { Say::tr("The first bytes from %1 are no TLS.").arg(host),
          evidence.daemon.reached() ? Say::tr("It is not on the daemon's insecure list.") : Say::tr("The daemon was not asked.") },
        {}
    };
}

static QStringList consequences() { return { u"insecure-fallback-masks-error"_s, u"daemon-disagrees"_s }; }

} // namespace plain_http_registry

const Cause plainHttpRegistry {
    "plain-http-registry", Owner::DockerHost, Severity::Error, Layer::Tls,
    plain_http_registry::rule, plain_http_registry::words, plain_http_registry::consequences,
};

} // namespace wharf::diagnosis::causes
