#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace two_authentications_on_one_header {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const ChallengeEvidence &challenge = evidence.challenge;
    const auto changes = [](const QStringList &first, const QStringList &second) {
        const bool basicThenBearer = first.contains(u"basic"_s) && !first.contains(u"bearer"_s) && second.contains(u"bearer"_s);
        const bool bearerThenBasic = first.contains(u"bearer"_s) && !second.contains(u"bearer"_s) && second.contains(u"basic"_s);
        return basicThenBearer || bearerThenBasic;
    };
    if (!challenge.schemesWithBasic.isEmpty() && changes(challenge.schemes, challenge.schemesWithBasic))
        return certainly({ StepId::Challenge }, { challenge.schemes.join(u", "_s), challenge.schemesWithBasic.join(u", "_s) });
    const Answer withToken = evidence.registry.withToken;
    if (withToken.status == 401 && changes(challenge.schemes, schemesOf(withToken)))
        return certainly({ StepId::Challenge, StepId::SignIn }, { challenge.schemes.join(u", "_s), schemesOf(withToken).join(u", "_s) });
    const Answer real = evidence.experiment.real.last();
    if (challenge.isBasicOnly() && real.status == 401 && changes(challenge.schemes, schemesOf(real)))
        return certainly({ StepId::Challenge, StepId::Credential }, { challenge.schemes.join(u", "_s), schemesOf(real).join(u", "_s) });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const Front front = frontOf(evidence.challenge.ping.last());
    return {
        Say::tr("Two guards want the same header: %1 asks for one sign-in, and the registry behind it for another.").arg(frontName(front)),
        Say::tr("A request has one Authorization header. Once it satisfies the first guard, the second finds the wrong thing in it; no "
                "client can please both."),
        { Say::tr(
              "Take the proxy's own authentication off the registry and off its token server: the registry checks every request itself."),
          Say::tr("Guard the names by network or client certificate instead, if they must be guarded twice.") },
        { Say::tr("First offered: %1. Offered once a credential was sent: %2.").arg(finding.about.value(0), finding.about.value(1)) },
        {}
    };
}

static QStringList consequences()
{
    return { u"bearer-stripped-at-registry"_s, u"authorization-header-stripped"_s, u"credential-rejected"_s, u"token-key-untrusted"_s };
}

} // namespace two_authentications_on_one_header

const Cause twoAuthenticationsOnOneHeader {
    "two-authentications-on-one-header", Owner::ProxyAdministrator, Severity::Error, Layer::Registry,
    two_authentications_on_one_header::rule, two_authentications_on_one_header::words, two_authentications_on_one_header::consequences,
};

} // namespace wharf::diagnosis::causes
