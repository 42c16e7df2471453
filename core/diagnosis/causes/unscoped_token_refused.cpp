#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace unscoped_token_refused {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (!tokenRefused(evidence))
        return std::nullopt;
    if (!scopedTokenWorks(evidence))
        return std::nullopt;
    Ground ground = certainly({ StepId::SignIn, StepId::Repository });
    ground.severity = Severity::Warning;
    return ground;
}

static FindingWords words(const Finding &, const Evidence &evidence)
{
    return { Say::tr("The registry refuses a token for “just signing in”, and takes one for a repository."),
             Say::tr("docker login asks for a token without a scope, and fails here; pull and push would work. A login says nothing about "
                     "a push at this registry."),
             { Say::tr("Pull or push all the same, with the credential stored by hand or by Wharfinger."),
               Say::tr("The registry's administrator can let /v2/ accept a token that carries no scope.") },
             { Say::tr("/v2/ with a token without scope: %1").arg(answered(registryName(evidence), evidence.registry.withToken)),
               Say::tr("In the repository, with a scoped token: %1")
                   .arg(answered(registryName(evidence),
                                 evidence.registry.manifest.answered() ? evidence.registry.manifest : evidence.registry.upload.start)) },
             {} };
}

static QStringList consequences() { return { u"bearer-stripped-at-registry"_s, u"token-key-untrusted"_s, u"token-issuer-mismatch"_s }; }

} // namespace unscoped_token_refused

const Cause unscopedTokenRefused {
    "unscoped-token-refused", Owner::RegistryAdministrator, Severity::Error, Layer::Registry,
    unscoped_token_refused::rule, unscoped_token_refused::words, unscoped_token_refused::consequences,
};

} // namespace wharf::diagnosis::causes
