#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace private_ca_not_trusted {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const auto untrusted = [](const HostEvidence &host) {
        const TlsEvidence &tls = host.tls;
        return host.role != "storage"_L1 && tls.done() && !tls.chainTrusted && !tls.chain.isEmpty() && !lacksIntermediate(host)
            && !inspector(host);
    };
    if (const HostEvidence *host = firstHost(evidence, untrusted)) {
        const CertificateEvidence &top = host->tls.chain.constLast();
        Ground ground = certainly({ StepId::Tls }, { nameOf(*host), top.selfSigned ? top.subject : top.issuer });
        if (evidence.daemon.login.ok() || (evidence.daemon.insecure && host->role == "registry"_L1))
            ground.severity = Severity::Warning;
        return ground;
    }
    if (daemonSays(evidence) == DaemonSays::UnknownAuthority)
        return certainly({ StepId::DaemonSignIn, StepId::Tls }, { registryName(evidence), QString(), u"daemon"_s });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString host = finding.about.value(0, registryName(evidence));
    const QString authority = finding.about.value(1);
    const bool daemonOnly = finding.about.value(2) == "daemon"_L1;
    QStringList remedy { Say::tr(
                             "Get the authority's certificate from who runs it, and put it on the machine where the Docker daemon runs:"),
                         block(u"/etc/docker/certs.d/%1/ca.crt"_s.arg(host)),
                         Say::tr("That needs no restart. For the whole machine (Debian, Ubuntu), and then restart Docker:"),
                         block(u"sudo cp ca.crt /usr/local/share/ca-certificates/ && sudo update-ca-certificates"_s),
                         block(u"sudo systemctl restart docker"_s),
                         Say::tr("Podman looks into the same folder and into:"),
                         block(u"/etc/containers/certs.d/%1/ca.crt"_s.arg(host)) };
    QStringList why;
    if (daemonOnly)
        why.append(Say::tr("The Docker daemon says: “%1”.").arg(evidence.daemon.login.said));
    else
        why.append(Say::tr("%1 shows a certificate that %2 vouches for, and this machine does not know it.")
                       .arg(host, authority.isEmpty() ? Say::tr("nobody known") : authority));
    for (const HostEvidence &one : evidence.hosts) {
        if (nameOf(one) == host && !one.trustFiles.nearFolders.isEmpty())
            why.append(Say::tr("There is a folder for nearly that name: %1. The name must be %2, port and all.")
                           .arg(one.trustFiles.nearFolders.constFirst(), host));
        if (nameOf(one) == host && !one.tls.chainProblem.isEmpty())
            why.append(Say::tr("The chain alone: %1.").arg(one.tls.chainProblem));
    }
    return { daemonOnly ? Say::tr("The Docker daemon does not trust the authority behind %1; this machine does.").arg(host)
                        : Say::tr("%1 has a certificate of a private authority that is not trusted here.").arg(host),
             Say::tr("Clients say “x509: certificate signed by unknown authority”. A browser may be content: it has a list of its own."),
             remedy,
             why,
             {} };
}

static QStringList consequences() { return { u"daemon-disagrees"_s }; }

} // namespace private_ca_not_trusted

const Cause privateCaNotTrusted {
    "private-ca-not-trusted", Owner::DockerHost, Severity::Error, Layer::Tls,
    private_ca_not_trusted::rule, private_ca_not_trusted::words, private_ca_not_trusted::consequences,
};

} // namespace wharf::diagnosis::causes
