#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace bearer_stripped_at_registry {

// A registry that saw a bearer token and does not take it says `error=`; one that saw none says nothing.
static std::optional<Ground> rule(const Evidence &evidence)
{
    if (!tokenRefused(evidence) || evidence.challenge.isBasicOnly())
        return std::nullopt;
    const Answer &answer = evidence.registry.withToken;
    if (answer.isHtml() || !answer.challengeError().isEmpty() || !schemesOf(answer).contains(u"bearer"_s))
        return std::nullopt;
    if (answer.header(u"server"_s).contains("nexus"_L1, Qt::CaseInsensitive))
        return std::nullopt;
    if (scopedTokenWorks(evidence))
        return std::nullopt;
    return answer.sameAs(evidence.challenge.ping.last()) ? certainly({ StepId::Token, StepId::SignIn })
                                                         : likely({ StepId::SignIn }, {}, { u"token-key-untrusted"_s });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const Front front = frontOf(evidence.registry.withToken);
    return {
        Say::tr("The token is good, and it does not arrive at the registry: something on the way takes the Authorization header away."),
        Say::tr(
            "With the token, %1 answers exactly as it does to nobody, and names no fault in the token. A registry that had seen it would.")
            .arg(registryName(evidence)),
        QStringList { Say::tr("Let %1 pass the header on to the registry.").arg(frontName(front)) } + passAuthorization(front),
        { answered(registryName(evidence), evidence.challenge.ping.last()),
          Say::tr("With the token: %1").arg(answered(registryName(evidence), evidence.registry.withToken)),
          Say::tr("The answer has no error=\"invalid_token\".") },
        finding.certainty == Certainty::Certain
            ? QString()
            : Say::tr("The registry's log: does the request arrive there with an Authorization header?")
    };
}

static QStringList consequences() { return { u"no-permission-on-repository"_s }; }

} // namespace bearer_stripped_at_registry

const Cause bearerStrippedAtRegistry {
    "bearer-stripped-at-registry", Owner::ProxyAdministrator, Severity::Error, Layer::Registry,
    bearer_stripped_at_registry::rule, bearer_stripped_at_registry::words, bearer_stripped_at_registry::consequences,
};

} // namespace wharf::diagnosis::causes
