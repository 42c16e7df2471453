#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace daemon_unreachable {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const DaemonEvidence &daemon = evidence.daemon;
    static const QStringList bad { u"absent"_s, u"denied"_s, u"refused"_s, u"timeout"_s, u"not-an-engine"_s };
    if (!bad.contains(daemon.state))
        return std::nullopt;
    const ClientEvidence *client = clientInQuestion(evidence);
    if (client && client->client == "podman"_L1)
        return std::nullopt; // Podman and skopeo need none
    return certainly({ StepId::Daemon }, { daemon.endpoint, daemon.state, daemon.endpointFrom, daemon.otherEndpoint });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString endpoint = finding.about.value(0, u"unix:///var/run/docker.sock"_s);
    const QString state = finding.about.value(1);
    const QString from = finding.about.value(2);
    const QString other = finding.about.value(3);
    QStringList remedy;
    QString title = Say::tr("Docker's daemon cannot be reached at %1.").arg(endpoint);
    if (state == "denied"_L1) {
        title = Say::tr("This user may not talk to Docker's daemon at %1.").arg(endpoint);
        remedy = { Say::tr("Join the group docker, then log in to the machine again:"), block(u"sudo usermod -aG docker $USER"_s) };
    } else if (!other.isEmpty()) {
        remedy = { Say::tr("Another one answers at %1. Choose it:").arg(other),
                   block(from.startsWith("DOCKER_HOST"_L1) ? u"unset DOCKER_HOST"_s : u"docker context use default"_s) };
    } else if (from.startsWith("DOCKER_HOST"_L1)) {
        remedy = { Say::tr("DOCKER_HOST points there. Unset it, or correct it:"), block(u"unset DOCKER_HOST"_s) };
    } else {
        remedy = { Say::tr("Start it:"), block(u"sudo systemctl start docker"_s), Say::tr("Or see which one is chosen:"),
                   block(u"docker context ls"_s) };
    }
    QStringList why { Say::tr("%1 (chosen by %2): %3").arg(endpoint, from.isEmpty() ? Say::tr("default") : from, state) };
    if (!evidence.daemon.problem.isEmpty())
        why.append(evidence.daemon.problem);
    return { title, Say::tr("docker login, pull and push all go through it, so none gets as far as the registry."), remedy, why, {} };
}

} // namespace daemon_unreachable

const Cause daemonUnreachable {
    "daemon-unreachable", Owner::You, Severity::Error, Layer::Daemon,
    daemon_unreachable::rule, daemon_unreachable::words,
};

} // namespace wharf::diagnosis::causes
