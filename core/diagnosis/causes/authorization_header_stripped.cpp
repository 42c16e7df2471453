#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace authorization_header_stripped {

// The same answer for nobody, a wrong credential and the real one. A redirect that loses the header has a code of its own.
static std::optional<Ground> rule(const Evidence &evidence)
{
    if (evidence.challenge.isBasicOnly() && credentialRefused(evidence)) {
        // A Basic registry answers everybody alike; a cache that answers for it gives itself away.
        const Answer real = evidence.experiment.real.last();
        const Front front = frontOf(real);
        const bool cached = real.header(u"age"_s).toInt() > 0 || real.header(u"x-cache"_s).contains("hit"_L1, Qt::CaseInsensitive);
        if (cached && real.sameAs(evidence.experiment.anonymous.last())
            && (front == Front::CloudFront || front == Front::Cloudflare || front == Front::OtherCdn))
            return likely({ StepId::Credential }, {}, { u"credential-rejected"_s });
        return std::nullopt;
    }
    if (!credentialIgnored(evidence))
        return std::nullopt;
    const Trial &trial = evidence.experiment.real.made ? evidence.experiment.real : evidence.experiment.wrong;
    if (trial.redirected()) {
        const Trial &target = evidence.experiment.realAtTarget;
        if (!target.made || !target.last().sameAs(evidence.experiment.anonymous.last()))
            return std::nullopt;
    }
    if (evidence.isGitLab() || !evidence.experiment.real.made || evidence.registry.withToken.answered() || isAccessForbidden(trial.last()))
        return certainly({ StepId::Realm, StepId::WrongCredential, StepId::Credential });
    return likely({ StepId::Realm, StepId::WrongCredential, StepId::Credential });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const Answer seen = evidence.experiment.real.made ? evidence.experiment.real.last() : evidence.experiment.wrong.last();
    const Front front = frontOf(seen);
    return {
        Say::tr("Sign-ins never arrive at %1: something on the way takes the Authorization header away.").arg(realmName(evidence)),
        Say::tr("It gives the same answer to nobody, to a wrong credential and to the right one. A token server that saw a wrong one would "
                "refuse it with 401."),
        QStringList { Say::tr("Let %1 in front of %2 pass the header on.").arg(frontName(front), realmName(evidence)) }
            + passAuthorization(front)
            + QStringList { Say::tr("No sign-in of the proxy's own (auth_basic, forward auth, an access portal) may stand on that path.") },
        threeWays(evidence),
        finding.certainty == Certainty::Certain ? QString() : Say::tr("The token server's log: do requests arrive there with a user name?")
    };
}

static QStringList consequences()
{
    return { u"token-lacks-registry-scope"_s, u"client-sent-no-credential"_s, u"no-permission-on-repository"_s, u"credential-rejected"_s };
}

} // namespace authorization_header_stripped

const Cause authorizationHeaderStripped {
    "authorization-header-stripped", Owner::ProxyAdministrator, Severity::Error, Layer::Realm,
    authorization_header_stripped::rule, authorization_header_stripped::words, authorization_header_stripped::consequences,
};

} // namespace wharf::diagnosis::causes
