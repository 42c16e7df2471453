#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace granular_token_cannot_push {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (!evidence.gitlab.granular || !evidence.target.wantsPush())
        return std::nullopt;
    const GrantEvidence &push = evidence.registry.push;
    const bool cut = push.asked && !push.has(u"push"_s) && !push.opaque;
    if (!cut && !pushHeldBack(evidence))
        return std::nullopt;
    return certainly({ StepId::GitLab, StepId::Push });
}

static FindingWords words(const Finding &, const Evidence &evidence)
{
    return {
        Say::tr("This is a fine-grained token, and GitLab lets none of them push to the registry."),
        Say::tr(
            "Fine-grained personal access tokens sign in and pull. A push is cut from what they are granted, whatever they were given."),
        { Say::tr("Make a personal access token of the ordinary (legacy) kind, or a project or deploy token, with read_registry and "
                  "write_registry."),
          Say::tr("Sign in with it:"), block(loginCommand(evidence)) },
        { Say::tr("GitLab's REST API says that the token is fine-grained (granular)."), Say::tr("Push was asked for and not granted.") },
        {}
    };
}

static QStringList consequences()
{
    return { u"no-permission-on-repository"_s, u"token-lacks-registry-scope"_s, u"push-needs-read-too"_s };
}

} // namespace granular_token_cannot_push

const Cause granularTokenCannotPush {
    "granular-token-cannot-push", Owner::You, Severity::Error, Layer::Grant,
    granular_token_cannot_push::rule, granular_token_cannot_push::words, granular_token_cannot_push::consequences,
};

} // namespace wharf::diagnosis::causes
