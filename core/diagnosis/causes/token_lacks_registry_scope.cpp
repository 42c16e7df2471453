#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace token_lacks_registry_scope {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const Answer real = evidence.experiment.real.last();
    if (evidence.experiment.real.made && evidence.isGitLab() && isAccessForbidden(real) && !credentialIgnored(evidence)) {
        if (!evidence.gitlab.scopes.isEmpty()) {
            if (hasScope(evidence, { u"read_registry"_s, u"write_registry"_s, u"api"_s, u"read_api"_s }))
                return std::nullopt; // external-authorization
            return certainly({ StepId::WrongCredential, StepId::Credential, StepId::GitLab }, evidence.gitlab.scopes);
        }
        if (headerArrives(evidence))
            return evidence.credential.kind == "deploy-token"_L1
                ? likely({ StepId::WrongCredential, StepId::Credential }, {}, { u"external-authorization"_s })
                : certainly({ StepId::WrongCredential, StepId::Credential });
        return likely({ StepId::Credential }, {}, { u"authorization-header-stripped"_s });
    }
    const bool readOnly = !evidence.gitlab.granular && !evidence.gitlab.scopes.isEmpty()
        && !hasScope(evidence, { u"write_registry"_s, u"api"_s });
    const bool pushCut = evidence.isGitLab() && pushRefused(evidence) && !evidence.registry.push.granted.isEmpty();
    if (readOnly && (pushCut || pushHeldBack(evidence)))
        return certainly({ StepId::Push, StepId::GitLab }, evidence.gitlab.scopes);
    if (const std::optional<Answer> answer = answerSaying(
            evidence,
            { u"does not match expected scopes"_s, u"insufficient scopes"_s, u"permission_denied: write_package"_s,
              u"not allowed to Write organization package"_s, u"not allowed to Create organization package"_s }))
        return certainly({ StepId::Push, StepId::Repository });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const bool known = !finding.about.isEmpty();
    QStringList remedy;
    if (registryName(evidence) == "ghcr.io"_L1)
        remedy = { Say::tr("Use a classic token with write:packages; in a workflow, write:"), block(u"permissions:"_s),
                   block(u"  packages: write"_s),
                   Say::tr("And give the repository access under the package's settings → Manage Actions access.") };
    else if (registryName(evidence) == "docker.io"_L1)
        remedy = { Say::tr("Make an access token with Read & Write, or Read, Write & Delete.") };
    else
        remedy = { Say::tr("Make a token with these scopes ticked:"),
                   block(evidence.target.wantsPush() ? u"read_registry, write_registry"_s : u"read_registry"_s) };
    remedy += { Say::tr("Sign in with it:"), block(loginCommand(evidence)) };
    QStringList why = threeWays(evidence);
    if (known)
        why.append(Say::tr("GitLab's REST API lists its scopes: %1.").arg(finding.about.join(u", "_s)));
    if (headerArrives(evidence))
        why.append(Say::tr("A wrong credential is told apart, so the real one did arrive, and was recognised."));
    return { evidence.target.wantsPush() && evidence.registry.pull.has(u"pull"_s)
                 ? Say::tr("The token is valid, and its scopes do not cover a push.")
                 : Say::tr("The token was accepted, and it has no registry scope."),
             known ? Say::tr("It has %1. The registry needs read_registry to pull, and write_registry besides to push.")
                         .arg(finding.about.join(u", "_s))
                   : Say::tr("It is good for other things. The registry needs read_registry to pull, and write_registry besides to push."),
             remedy, why,
             finding.certainty == Certainty::Certain ? QString() : Say::tr("The token's page: which scopes are ticked there?") };
}

static QStringList consequences() { return { u"no-permission-on-repository"_s, u"client-sent-no-credential"_s }; }

} // namespace token_lacks_registry_scope

const Cause tokenLacksRegistryScope {
    "token-lacks-registry-scope", Owner::You, Severity::Error, Layer::Grant,
    token_lacks_registry_scope::rule, token_lacks_registry_scope::words, token_lacks_registry_scope::consequences,
};

} // namespace wharf::diagnosis::causes
