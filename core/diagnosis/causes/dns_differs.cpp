#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace dns_differs {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const HostEvidence *own = evidence.host(u"registry"_s);
    if (own && !own->name.problem.isEmpty() && !own->name.literal && own->proxy.address.isEmpty())
        return certainly({ StepId::Name }, { own->host, u"here"_s, own->name.problem });
    if (daemonSays(evidence) == DaemonSays::NoSuchName) {
        Ground ground = certainly({ StepId::Name, StepId::DaemonSignIn }, { own ? own->host : registryName(evidence), u"daemon"_s });
        ground.owner = Owner::DockerHost;
        return ground;
    }
    if (!own || own->name.hostsFile.isEmpty() || own->name.nameServer.isEmpty())
        return std::nullopt;
    const bool overlap = std::any_of(own->name.hostsFile.begin(), own->name.hostsFile.end(),
                                     [own](const QString &address) { return own->name.nameServer.contains(address); });
    if (overlap)
        return std::nullopt;
    const QStringList about { own->host, u"hosts"_s, own->name.hostsFile.join(u", "_s), own->name.nameServer.join(u", "_s) };
    if (!own->connected())
        return likely({ StepId::Name, StepId::Connect }, about);
    if (own->tls.done() && !own->tls.nameMatches)
        return hypothesis({ StepId::Name, StepId::Tls }, about);
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString host = finding.about.value(0, registryName(evidence));
    const QString where = finding.about.value(1);
    if (where == "hosts"_L1)
        return { Say::tr("/etc/hosts sends %1 to another address than the name server does.").arg(host),
                 Say::tr("Such entries outlive their reason: the address may belong to somebody else by now."),
                 { Say::tr("Take the line out of /etc/hosts, if nobody needs it:"),
                   block(u"sudo sed -i.bak '/%1/d' /etc/hosts"_s.arg(host)) },
                 { Say::tr("/etc/hosts: %1").arg(finding.about.value(2)), Say::tr("Name server: %1").arg(finding.about.value(3)) },
                 Say::tr("The same run without that line.") };
    if (where == "daemon"_L1)
        return { Say::tr("The Docker daemon cannot resolve %1; this machine can.").arg(host),
                 Say::tr("It asks another name server: that of a virtual machine, of WSL, or one from before the VPN came up."),
                 { Say::tr("Where the daemon runs, see which server it asks:"), block(u"cat /etc/resolv.conf"_s),
                   Say::tr("Docker Desktop: Settings → Resources → Network. WSL, in /etc/wsl.conf:"), block(u"[network]"_s),
                   block(u"generateResolvConf = true"_s), Say::tr("Then restart Docker.") },
                 { Say::tr("The daemon says: “%1”.").arg(evidence.daemon.login.said) },
                 {} };
    QStringList why;
    if (!evidence.pasted.dnsServer.isEmpty())
        why.append(Say::tr("The pasted text names the name server %1.").arg(evidence.pasted.dnsServer));
    why.append(Say::tr("Looked up here: %1.").arg(finding.about.value(2).isEmpty() ? Say::tr("no answer") : finding.about.value(2)));
    return { Say::tr("The name %1 does not resolve here.").arg(host),
             Say::tr("It is misspelt, or only a company's own name server knows it (VPN)."),
             { Say::tr("Check the spelling. Is a VPN needed, and is it up? Ask by hand:"), block(u"getent hosts %1"_s.arg(host)),
               block(u"resolvectl query %1"_s.arg(host)) },
             why,
             {} };
}

static QStringList consequences() { return { u"daemon-disagrees"_s, u"timeout"_s, u"connection-refused"_s }; }

} // namespace dns_differs

const Cause dnsDiffers {
    "dns-differs", Owner::You, Severity::Error, Layer::Name,
    dns_differs::rule, dns_differs::words, dns_differs::consequences,
};

} // namespace wharf::diagnosis::causes
