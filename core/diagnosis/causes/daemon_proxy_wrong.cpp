#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace daemon_proxy_wrong {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const DaemonEvidence &daemon = evidence.daemon;
    const DaemonSays says = daemonSays(evidence);
    const QString proxy = daemon.httpsProxy.isEmpty() ? daemon.httpProxy : daemon.httpsProxy;
    const QStringList about { proxy, daemon.noProxy, daemon.login.said };
    if (says == DaemonSays::ProxyGone || says == DaemonSays::ProxyRefuses)
        return certainly({ StepId::Daemon, StepId::DaemonSignIn }, about);
    const HostEvidence *own = evidence.host(u"registry"_s);
    const bool silent = says == DaemonSays::Timeout || says == DaemonSays::Refused || says == DaemonSays::NoSuchName
        || says == DaemonSays::NoRoute;
    if (!own || !silent)
        return std::nullopt;
    if (!proxy.isEmpty() && own->proxy.address.isEmpty() && own->connected())
        return likely({ StepId::Daemon, StepId::DaemonSignIn }, about);
    if (proxy.isEmpty() && !own->proxy.address.isEmpty() && own->connected() && !own->proxy.directConnects)
        return certainly({ StepId::Daemon, StepId::DaemonSignIn, StepId::Connect }, { QString(), own->proxy.address, daemon.login.said });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString proxy = finding.about.value(0);
    const QString said = finding.about.value(2);
    QStringList why { Say::tr("The daemon says: “%1”.").arg(said) };
    if (proxy.isEmpty()) {
        why.append(Say::tr("This machine goes through the proxy %1, and the daemon through none.").arg(finding.about.value(1)));
        return { Say::tr("The Docker daemon has no proxy set, and there is no other way out."),
                 Say::tr("Variables of your shell do not reach it: it is a service with settings of its own."),
                 { Say::tr("In /etc/docker/daemon.json, where the daemon runs:"),
                   block(u"{ \"proxies\": { \"https-proxy\": \"http://%1\", \"http-proxy\": \"http://%1\" } }"_s.arg(
                       finding.about.value(1, u"proxy.example.com:3128"_s))),
                   block(u"sudo systemctl restart docker"_s) },
                 why,
                 {} };
    }
    why.append(Say::tr("It uses the proxy %1, but not for: %2.")
                   .arg(proxy, finding.about.value(1).isEmpty() ? Say::tr("nothing") : finding.about.value(1)));
    return { Say::tr("The Docker daemon goes through the proxy %1, which does not get it to %2.").arg(proxy, registryName(evidence)),
             Say::tr("Its proxy settings are its own, not your shell's. The proxy is gone, or does not know this registry; this machine "
                     "gets there."),
             { Say::tr("If the registry is inside, let the daemon go there directly. In /etc/docker/daemon.json:"),
               block(u"{ \"proxies\": { \"no-proxy\": \"%1\" } }"_s.arg(QUrl(u"https://"_s + registryName(evidence)).host())),
               Say::tr("Or correct the proxy, there or in:"), block(u"/etc/systemd/system/docker.service.d/http-proxy.conf"_s),
               block(u"sudo systemctl daemon-reload && sudo systemctl restart docker"_s) },
             why,
             finding.certainty == Certainty::Certain ? QString() : Say::tr("The same with the registry in the daemon's no-proxy list.") };
}

static QStringList consequences() { return { u"daemon-disagrees"_s, u"dns-differs"_s, u"timeout"_s }; }

} // namespace daemon_proxy_wrong

const Cause daemonProxyWrong {
    "daemon-proxy-wrong", Owner::DockerHost, Severity::Error, Layer::Daemon,
    daemon_proxy_wrong::rule, daemon_proxy_wrong::words, daemon_proxy_wrong::consequences,
};

} // namespace wharf::diagnosis::causes
