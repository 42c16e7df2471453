#include "core/diagnosis/walks/walks.h"

#include "core/diagnosis/probes/gitlab_probe.h"

namespace wharf::diagnosis {

Task<void> walkGitLab(std::shared_ptr<Run> run, SignedIn signedIn, Credential credential)
{
    // A host that was silent about a token is silent about itself, too, and would take its time.
    if (!signedIn.realm || !run->evidence.experiment.anonymous.last().answered())
        co_return;
    const auto kind = accounts::tokenKindFromName(run->evidence.credential.kind).value_or(accounts::TokenKind::Unknown);
    run->begin(StepId::GitLab);
    GitLabEvidence told = co_await probeGitLab(run->session, signedIn.realm->url, credential, kind);
    // Other walks put theirs beside it meanwhile.
    told.projectMovedTo = run->evidence.gitlab.projectMovedTo;
    told.maintenanceMessage = run->evidence.gitlab.maintenanceMessage;
    run->evidence.gitlab = told;
    run->end(StepId::GitLab);
}

} // namespace wharf::diagnosis
