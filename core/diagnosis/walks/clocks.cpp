#include "core/diagnosis/walks/walks.h"

namespace wharf::diagnosis {

namespace {

void add(QList<ClockEvidence> &clocks, const QString &role, const Answer &answer)
{
    if (!answer.date.isValid() || !answer.received.isValid())
        return;
    for (const ClockEvidence &known : clocks) {
        if (known.role == role)
            return;
    }
    clocks.append({ .role = role, .host = QUrl(answer.url).host(), .offsetSeconds = answer.received.secsTo(answer.date) });
}

} // namespace

void readClocks(Run &run)
{
    run.begin(StepId::Clock);
    const Evidence &seen = run.evidence;
    QList<ClockEvidence> clocks;
    add(clocks, QStringLiteral("registry"), seen.challenge.ping.last());
    if (seen.challenge.isBearer()) {
        add(clocks, QStringLiteral("realm"), seen.experiment.anonymous.last());
        add(clocks, QStringLiteral("realm"), seen.experiment.real.last());
    }
    for (const HostEvidence &host : seen.hosts) {
        add(clocks, host.role, host.unverified);
        add(clocks, host.role, host.plain);
    }
    if (seen.daemon.reached() && seen.daemon.systemTime.isValid())
        clocks.append({ .role = QStringLiteral("daemon"), .host = seen.daemon.endpoint, .offsetSeconds = seen.daemon.clockOffsetSeconds });
    run.evidence.clocks = clocks;
    run.end(StepId::Clock);
}

} // namespace wharf::diagnosis
