#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace external_authorization {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const Answer real = evidence.experiment.real.last();
    if (!evidence.experiment.real.made || !evidence.isGitLab() || !isAccessForbidden(real) || credentialIgnored(evidence))
        return std::nullopt;
    if (!hasScope(evidence, { u"read_registry"_s, u"write_registry"_s, u"api"_s }))
        return std::nullopt;
    return likely({ StepId::Credential, StepId::GitLab });
}

static FindingWords words(const Finding &, const Evidence &evidence)
{
    return { Say::tr("GitLab refuses a token whose scopes are right: the instance uses external authorization."),
             Say::tr("With an external authorization service switched on, GitLab lets no access or deploy token near the registry."),
             { Say::tr("Ask GitLab's administrator: Admin → Settings → General → External authorization."),
               Say::tr("Inside CI, use the job's own token ($CI_REGISTRY_USER, $CI_REGISTRY_PASSWORD).") },
             QStringList { Say::tr("GitLab's REST API lists its scopes: %1.").arg(evidence.gitlab.scopes.join(u", "_s)) }
                 + threeWays(evidence),
             Say::tr("That setting's page in the admin area.") };
}

static QStringList consequences() { return { u"token-lacks-registry-scope"_s, u"client-sent-no-credential"_s }; }

} // namespace external_authorization

const Cause externalAuthorization {
    "external-authorization", Owner::GitLabAdministrator, Severity::Error, Layer::Grant,
    external_authorization::rule, external_authorization::words, external_authorization::consequences,
};

} // namespace wharf::diagnosis::causes
