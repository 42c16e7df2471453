#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace timeout_cause {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const HostEvidence *host = evidence.host(u"registry"_s);
    if (host && !host->connected() && host->proxy.address.isEmpty() && !host->connects.isEmpty()) {
        const bool some = std::any_of(host->connects.begin(), host->connects.end(),
                                      [](const ConnectEvidence &one) { return one.outcome == "timeout"_L1; });
        const bool others = std::any_of(host->connects.begin(), host->connects.end(), [](const ConnectEvidence &one) {
            return one.outcome == "refused"_L1 || one.outcome == "reset"_L1 || one.outcome == "denied"_L1;
        });
        if (some && !others)
            return certainly({ StepId::Connect }, { nameOf(*host), u"connect"_s });
    }
    const Answer ping = evidence.challenge.ping.last();
    // A handshake that hangs after a connection was made is another matter: path-mtu-or-routing.
    const bool handshakeHangs = host && host->connected() && host->tls.tried && host->tls.outcome == "timeout"_L1;
    if (!handshakeHangs && evidence.challenge.ping.made && !ping.answered() && ping.failure && ping.failure->kind == Kind::Timeout)
        return certainly({ StepId::Ping }, { registryName(evidence), u"answer"_s });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString host = finding.about.value(0, registryName(evidence));
    const bool silent = finding.about.value(1) == "answer"_L1;
    return { silent ? Say::tr("%1 takes the connection and does not answer in time.").arg(host)
                    : Say::tr("%1 does not answer at all.").arg(host),
             silent ? Say::tr("Something accepts connections there, and no word comes back.")
                    : Say::tr("The attempt vanishes: a firewall drops it, the machine is off, or the address is only reachable inside "
                              "another network (VPN)."),
             { Say::tr("Is a VPN needed, and is it up?"), Say::tr("Try from here:"),
               block(u"curl -v --max-time 10 https://%1/v2/"_s.arg(host)),
               Say::tr("Ask the network's administrator whether this port is let through.") },
             { silent ? Say::tr("The connection was made, and no answer came.") : Say::tr("No address answered within the limit.") },
             {} };
}

static QStringList consequences() { return { u"daemon-disagrees"_s }; }

} // namespace timeout_cause

const Cause timeout {
    "timeout", Owner::Network, Severity::Error, Layer::Connect,
    timeout_cause::rule, timeout_cause::words, timeout_cause::consequences,
};

} // namespace wharf::diagnosis::causes
