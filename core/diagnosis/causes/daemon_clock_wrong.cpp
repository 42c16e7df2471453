#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace daemon_clock_wrong {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const DaemonEvidence &daemon = evidence.daemon;
    if (!daemon.reached() || !daemon.systemTime.isValid())
        return std::nullopt;
    const qint64 wrongBy = daemon.clockOffsetSeconds + thisClockAhead(evidence).value_or(0);
    if (qAbs(wrongBy) <= 300 || qAbs(daemon.clockOffsetSeconds) <= 300) // the same clock as this machine's is not the daemon's fault
        return std::nullopt;
    const QStringList about { QString::number(wrongBy) };
    if (daemonSays(evidence) == DaemonSays::BadDates)
        return certainly({ StepId::Daemon, StepId::DaemonSignIn, StepId::Clock }, about);
    Ground ground = likely({ StepId::Daemon, StepId::Clock }, about);
    if (daemonSays(evidence) == DaemonSays::Nothing)
        ground.severity = Severity::Warning;
    return ground;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const qint64 by = finding.about.value(0).toLongLong();
    return { by >= 0 ? Say::tr("The Docker daemon's clock is %1 ahead.").arg(span(by))
                     : Say::tr("The Docker daemon's clock is %1 behind.").arg(span(by)),
             Say::tr("It runs in a machine of its own, whose clock stood still while this one slept. Good certificates look expired or not "
                     "yet valid there."),
             { Say::tr("Restart Docker Desktop, or set the clock where the daemon runs:"), block(u"sudo timedatectl set-ntp true"_s),
               block(u"docker run --rm --privileged alpine hwclock -s"_s) },
             { Say::tr("The daemon says it is %1.").arg(instant(evidence.daemon.systemTime)),
               evidence.daemon.login.said.isEmpty() ? Say::tr("This machine's clock agrees with the servers.")
                                                    : Say::tr("It says: “%1”.").arg(evidence.daemon.login.said) },
             {} };
}

static QStringList consequences() { return { u"daemon-disagrees"_s }; }

} // namespace daemon_clock_wrong

const Cause daemonClockWrong {
    "daemon-clock-wrong", Owner::DockerHost, Severity::Error, Layer::Daemon,
    daemon_clock_wrong::rule, daemon_clock_wrong::words, daemon_clock_wrong::consequences,
};

} // namespace wharf::diagnosis::causes
