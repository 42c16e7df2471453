#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace proxy_refuses {

static std::optional<Ground> rule(const Evidence &evidence)
{
    for (const HostEvidence &host : evidence.hosts) {
        const ProxyEvidence &proxy = host.proxy;
        if (proxy.address.isEmpty() || proxy.status / 100 == 2)
            continue;
        if (proxy.status == 407)
            return certainly({ StepId::Connect }, { proxy.address, nameOf(host), u"password"_s, proxy.schemes.join(u", "_s), proxy.from });
        if (proxy.status >= 400)
            return certainly({ StepId::Connect },
                             { proxy.address, nameOf(host), u"refused"_s, u"%1 %2"_s.arg(proxy.status).arg(proxy.said), proxy.from });
        if (!proxy.resolved || !proxy.connected) {
            Ground ground = certainly({ StepId::Connect }, { proxy.address, nameOf(host), u"gone"_s, QString(), proxy.from });
            ground.owner = Owner::You;
            return ground;
        }
    }
    if (daemonSays(evidence) == DaemonSays::ProxyWantsPassword)
        return certainly({ StepId::Daemon, StepId::DaemonSignIn },
                         { evidence.daemon.httpsProxy, registryName(evidence), u"password"_s, QString(), u"daemon"_s });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString proxy = finding.about.value(0, Say::tr("the proxy"));
    const QString host = finding.about.value(1, registryName(evidence));
    const QString which = finding.about.value(2);
    const QString schemes = finding.about.value(3);
    const QString from = finding.about.value(4);
    if (which == "gone"_L1)
        return { Say::tr("The forward proxy %1 cannot be reached.").arg(proxy),
                 Say::tr("This machine's settings send everything for %1 through it (%2).").arg(host, from),
                 { Say::tr("Correct or unset it:"), block(u"unset HTTPS_PROXY https_proxy HTTP_PROXY http_proxy"_s),
                   Say::tr("If the registry is inside, name it as an exception:"), block(u"export NO_PROXY=%1"_s.arg(host)) },
                 { Say::tr("No connection to %1.").arg(proxy) },
                 {} };
    if (which == "password"_L1) {
        const bool onlyWindows = !schemes.isEmpty() && !schemes.contains("basic"_L1);
        return {
            Say::tr("The forward proxy %1 wants a password.").arg(proxy),
            onlyWindows ? Say::tr("It takes %1 only, which Docker cannot do.").arg(schemes)
                        : Say::tr("It lets nobody through without one (407 Proxy Authentication Required)."),
            { onlyWindows ? Say::tr("Run a small proxy on this machine that can (cntlm, px), and point Docker at it:")
                          : Say::tr("Put user and password into the setting; write signs in the password as %XX:"),
              block(onlyWindows ? u"HTTPS_PROXY=http://127.0.0.1:3128"_s : u"HTTPS_PROXY=http://USER:PASSWORD@%1"_s.arg(proxy)),
              Say::tr("For the daemon this belongs into /etc/docker/daemon.json (proxies), not into your shell.") },
            { Say::tr("It answered CONNECT %1 with 407. It offers: %2.").arg(host, schemes.isEmpty() ? Say::tr("not said") : schemes) },
            {}
        };
    }
    return { Say::tr("The forward proxy %1 does not let anybody through to %2.").arg(proxy, host),
             Say::tr("That word comes from the proxy, not from the registry; Docker prints it bare: “Forbidden”."),
             { Say::tr("Ask the proxy's administrator to allow CONNECT to:"), block(host),
               Say::tr("A registry needs its token server and its storage allowed, too."),
               Say::tr("If the registry is inside, go past the proxy:"), block(u"NO_PROXY=%1"_s.arg(host)) },
             { Say::tr("It answered CONNECT %1 with %2.").arg(host, schemes) },
             {} };
}

static QStringList consequences()
{
    return { u"daemon-disagrees"_s, u"timeout"_s, u"connection-refused"_s, u"dns-differs"_s, u"realm-unreachable"_s };
}

} // namespace proxy_refuses

const Cause proxyRefuses {
    "proxy-refuses", Owner::ProxyAdministrator, Severity::Error, Layer::Proxy,
    proxy_refuses::rule, proxy_refuses::words, proxy_refuses::consequences,
};

} // namespace wharf::diagnosis::causes
