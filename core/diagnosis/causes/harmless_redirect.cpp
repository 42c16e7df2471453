#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace harmless_redirect {

static std::optional<Ground> rule(const Evidence &evidence)
{
    for (const Answer &hop : evidence.challenge.ping.hops) {
        if (hop.isRedirect() && evidence.challenge.isRegistry())
            return certainly({ StepId::Ping }, { hop.url, hop.location().toString() });
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    return { Say::tr("%1 sends clients on to another address first, which does no harm here.").arg(registryName(evidence)),
             Say::tr("The redirect is followed before anybody signs in."),
             {},
             { Say::tr("%1 leads to %2.").arg(finding.about.value(0), finding.about.value(1)) },
             {} };
}

} // namespace harmless_redirect

const Cause harmlessRedirect {
    "harmless-redirect", Owner::Nobody, Severity::Note, Layer::Registry,
    harmless_redirect::rule, harmless_redirect::words,
};

} // namespace wharf::diagnosis::causes
