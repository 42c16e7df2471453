#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace daemon_disagrees {

// The remainder: this machine gets through and the daemon does not; every code that says why drops this one.
static std::optional<Ground> rule(const Evidence &evidence)
{
    if (daemonSays(evidence) == DaemonSays::Nothing || !registryWell(evidence))
        return std::nullopt;
    return likely({ StepId::SignIn, StepId::DaemonSignIn });
}

static FindingWords words(const Finding &, const Evidence &evidence)
{
    return { Say::tr("This machine gets through to %1, and the Docker daemon does not.").arg(registryName(evidence)),
             Say::tr("The daemon is a program of its own, often on another machine or in a virtual one, with its own names, routes, proxy "
                     "and trust."),
             { Say::tr("Try from where the daemon runs:"), block(u"curl -v https://%1/v2/"_s.arg(registryName(evidence))),
               Say::tr("See what it says itself:"), block(u"journalctl -u docker --since -10min"_s), block(u"docker info"_s) },
             { Say::tr("The daemon says: “%1”.").arg(evidence.daemon.login.said),
               Say::tr("This machine signed in with the same credential.") },
             Say::tr("The daemon's own log at the time of this run.") };
}

} // namespace daemon_disagrees

const Cause daemonDisagrees {
    "daemon-disagrees", Owner::DockerHost, Severity::Error, Layer::Daemon,
    daemon_disagrees::rule, daemon_disagrees::words,
};

} // namespace wharf::diagnosis::causes
