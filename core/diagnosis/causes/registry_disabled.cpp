#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace registry_disabled {

static std::optional<Ground> rule(const Evidence &evidence)
{
    for (const Trial &trial : { evidence.experiment.anonymous, evidence.experiment.wrong, evidence.experiment.real }) {
        const Answer answer = trial.last();
        if (answer.status == 404 && (answer.errorCode() == "UNAVAILABLE"_L1 || answer.errorMessage().contains("registry not enabled"_L1)))
            return certainly({ StepId::Realm });
    }
    return std::nullopt;
}

static FindingWords words(const Finding &, const Evidence &evidence)
{
    return { Say::tr("GitLab's container registry is switched off."),
             Say::tr("The registry itself answers, and GitLab gives out no tokens for it (404 UNAVAILABLE, “registry not enabled”)."),
             { Say::tr("In /etc/gitlab/gitlab.rb on the GitLab server:"), block(u"gitlab_rails['registry_enabled'] = true"_s),
               block(u"registry_external_url 'https://%1'"_s.arg(registryName(evidence))), Say::tr("Then:"),
               block(u"sudo gitlab-ctl reconfigure"_s) },
             threeWays(evidence),
             {} };
}

static QStringList consequences() { return { u"no-permission-on-repository"_s, u"realm-failing"_s }; }

} // namespace registry_disabled

const Cause registryDisabled {
    "registry-disabled", Owner::GitLabAdministrator, Severity::Error, Layer::Realm,
    registry_disabled::rule, registry_disabled::words, registry_disabled::consequences,
};

} // namespace wharf::diagnosis::causes
