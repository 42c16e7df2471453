#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace token_audience_mismatch {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const TokenEvidence &token = evidence.registry.token;
    const QString &service = evidence.challenge.service;
    if (!tokenInvalid(evidence) || token.opaque || service.isEmpty() || token.audience.contains(service))
        return std::nullopt;
    return certainly({ StepId::Challenge, StepId::Token, StepId::SignIn }, { token.audience.join(u", "_s), service });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    return {
        Say::tr("The token is made out to another service than this registry."),
        Say::tr(
            "The registry calls itself “%1”, and the token is for “%2” (audience). A registry takes only tokens that carry its own name.")
            .arg(finding.about.value(1), finding.about.value(0).isEmpty() ? Say::tr("nobody") : finding.about.value(0)),
        { Say::tr("Let the token server put the service it is asked for into the token, or set both to one name. In the registry:"),
          block(u"auth:"_s), block(u"  token:"_s),
          block(u"    service: %1"_s.arg(finding.about.value(0).isEmpty() ? finding.about.value(1) : finding.about.value(0))) },
        { Say::tr("The challenge says service=“%1”; the token says aud=“%2”.").arg(finding.about.value(1), finding.about.value(0)),
          answered(registryName(evidence), evidence.registry.withToken) },
        {}
    };
}

static QStringList consequences() { return { u"token-key-untrusted"_s, u"token-issuer-mismatch"_s, u"token-key-id-format"_s }; }

} // namespace token_audience_mismatch

const Cause tokenAudienceMismatch {
    "token-audience-mismatch", Owner::RegistryAdministrator, Severity::Error, Layer::Registry,
    token_audience_mismatch::rule, token_audience_mismatch::words, token_audience_mismatch::consequences,
};

} // namespace wharf::diagnosis::causes
