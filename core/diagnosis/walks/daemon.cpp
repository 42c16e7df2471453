#include "core/diagnosis/walks/walks.h"

#include "core/diagnosis/probes/daemon_probe.h"
#include "core/diagnosis/walks/refusals.h"

#include <QDir>

namespace wharf::diagnosis {

Task<void> walkDaemon(std::shared_ptr<Run> run)
{
    if (!run->question.askDaemon)
        co_return;
    run->begin(StepId::Daemon);
    run->evidence.daemon = co_await probeDaemon(run->host, { .home = QDir::homePath() }, run->clock, run->stop);
    run->end(StepId::Daemon);
}

Task<void> walkDaemonSignIn(std::shared_ptr<Run> run, Credential credential)
{
    const ExperimentEvidence &experiment = run->evidence.experiment;
    // What was held back here for want of TLS, the engine would send in the clear.
    const auto failure = experiment.real.last().failure;
    if (failure && failure->kind == Kind::Refused)
        co_return;
    const bool refused = isRefusal(experiment.real.last()) || isRefusal(experiment.realAtTarget.last()) || isBanned(experiment);
    if (!run->evidence.daemon.reached() || credential.isAnonymous() || refused || run->isOver())
        co_return;
    run->begin(StepId::DaemonSignIn);
    run->evidence.daemon.login = co_await probeDaemonLogin(run->evidence.daemon, run->host, credential, { .home = QDir::homePath() }, run->stop);
    run->end(StepId::DaemonSignIn);
}

} // namespace wharf::diagnosis
