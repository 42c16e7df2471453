#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace job_token_finished {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const CredentialEvidence &credential = evidence.credential;
    const bool jobToken = credential.kind == "ci-job-token"_L1 || credential.kind == "ci-registry-user"_L1;
    if (!credentialRefused(evidence) || !jobToken)
        return std::nullopt;
    const GitLabEvidence &gitlab = evidence.gitlab;
    const bool saidSo = gitlab.failure && gitlab.failure->subject == "job-finished"_L1;
    const bool over = !gitlab.jobStatus.isEmpty() && gitlab.jobStatus != "running"_L1;
    const bool died = credential.expires.isValid() && evidence.taken.isValid() && credential.expires <= evidence.taken;
    if (saidSo || over || died)
        return certainly({ StepId::Credential, StepId::GitLab });
    if (!credential.requiredUserName.isEmpty() && credential.userName != credential.requiredUserName)
        return std::nullopt;
    return likely({ StepId::Credential }, {}, { u"credential-rejected"_s });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    return { Say::tr("The CI job that this token belongs to has ended."),
             Say::tr("A job token (CI_JOB_TOKEN, CI_REGISTRY_PASSWORD) lives as long as its job and not a second longer."),
             { Say::tr("Inside a job, sign in with that job's own token:"),
               block(u"echo \"$CI_REGISTRY_PASSWORD\" | docker login \"$CI_REGISTRY\" -u \"$CI_REGISTRY_USER\" --password-stdin"_s),
               Say::tr("Anywhere else, use a deploy token or a personal access token with read_registry and write_registry.") },
             threeWays(evidence),
             finding.certainty == Certainty::Certain ? QString() : Say::tr("The job's page in GitLab: is it still running?") };
}

static QStringList consequences() { return { u"credential-rejected"_s, u"stored-credential-expired"_s }; }

} // namespace job_token_finished

const Cause jobTokenFinished {
    "job-token-finished", Owner::You, Severity::Error, Layer::Credential,
    job_token_finished::rule, job_token_finished::words, job_token_finished::consequences,
};

} // namespace wharf::diagnosis::causes
