#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace push_needs_read_too {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (!evidence.isGitLab())
        return std::nullopt;
    const GrantEvidence &push = evidence.registry.push;
    const bool pushOnly = push.asked && push.actions.contains(u"pull"_s) && push.granted.contains(u"push"_s) && !push.has(u"pull"_s);
    const bool scopesSay = hasScope(evidence, { u"write_registry"_s })
        && !hasScope(evidence, { u"read_registry"_s, u"api"_s, u"read_api"_s });
    if (pushOnly)
        return certainly({ StepId::Push });
    if (scopesSay && (pullRefused(evidence) || pushRefused(evidence) || pushHeldBack(evidence)))
        return certainly({ StepId::GitLab, StepId::Pull });
    return std::nullopt;
}

static FindingWords words(const Finding &, const Evidence &evidence)
{
    return { Say::tr("The token may write and not read, and an upload needs both."),
             Say::tr("It has write_registry without read_registry. The registry asks for pull and push on every upload request, so the "
                     "first one is refused."),
             { Say::tr("Make a token with both scopes ticked: read_registry and write_registry."), Say::tr("Sign in with it:"),
               block(loginCommand(evidence)) },
             { Say::tr("Asked for pull and push, GitLab granted: %1.")
                   .arg(evidence.registry.push.granted.isEmpty() ? Say::tr("nothing") : evidence.registry.push.granted.join(u", "_s)) },
             {} };
}

static QStringList consequences() { return { u"no-permission-on-repository"_s, u"token-lacks-registry-scope"_s }; }

} // namespace push_needs_read_too

const Cause pushNeedsReadToo {
    "push-needs-read-too", Owner::You, Severity::Error, Layer::Grant,
    push_needs_read_too::rule, push_needs_read_too::words, push_needs_read_too::consequences,
};

} // namespace wharf::diagnosis::causes
