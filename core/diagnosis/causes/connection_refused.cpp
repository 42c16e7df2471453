#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace connection_refused {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const HostEvidence *host = evidence.host(u"registry"_s);
    if (!host || host->connected() || !host->proxy.address.isEmpty() || host->connects.isEmpty())
        return std::nullopt;
    const auto is = [](const ConnectEvidence &one, QLatin1StringView outcome) { return one.outcome == outcome; };
    const bool refused = std::any_of(host->connects.begin(), host->connects.end(),
                                     [&](const ConnectEvidence &one) { return is(one, "refused"_L1); });
    const bool turnedAway = std::any_of(host->connects.begin(), host->connects.end(),
                                        [&](const ConnectEvidence &one) { return is(one, "reset"_L1) || is(one, "denied"_L1); });
    if (refused)
        return certainly({ StepId::Connect }, { nameOf(*host), host->defaultPortAnswers ? u"other-port"_s : QString() });
    if (turnedAway)
        return likely({ StepId::Connect }, { nameOf(*host) });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString host = finding.about.value(0, registryName(evidence));
    QStringList remedy;
    if (finding.about.value(1) == "other-port"_L1)
        remedy.append(Say::tr("The same host answers on its ordinary port: try the name without the port."));
    remedy += { Say::tr("Check the port; GitLab's registry is often on 5050 or has a name of its own."),
                Say::tr("On the server, see whether the registry runs and listens to more than itself:"), block(u"ss -ltnp"_s),
                block(u"sudo gitlab-ctl status registry"_s) };
    return { Say::tr("Nothing listens at %1.").arg(host),
             Say::tr("The machine is there and refuses the connection: the registry is not running, or listens at another port, or a "
                     "firewall says no."),
             remedy,
             { Say::tr("Every address refused.") },
             finding.certainty == Certainty::Certain
                 ? QString()
                 : Say::tr("The firewall's log, or the same connection from the server's own network.") };
}

static QStringList consequences() { return { u"daemon-disagrees"_s }; }

} // namespace connection_refused

const Cause connectionRefused {
    "connection-refused", Owner::Network, Severity::Error, Layer::Connect,
    connection_refused::rule, connection_refused::words, connection_refused::consequences,
};

} // namespace wharf::diagnosis::causes
