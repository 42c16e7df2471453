#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace registry_product_setting {

static bool isNexus(const Answer &answer)
{
    return answer.header(u"server"_s).contains("nexus"_L1, Qt::CaseInsensitive) || answer.body.contains("Sonatype Nexus"_L1);
}

static std::optional<Ground> rule(const Evidence &evidence)
{
    const bool nexus = isNexus(evidence.challenge.ping.last()) || isNexus(evidence.registry.withToken)
        || isNexus(evidence.experiment.real.last()) || isNexus(evidence.experiment.anonymous.last());
    if (nexus && tokenRefused(evidence))
        return certainly({ StepId::SignIn }, { u"nexus-realm"_s });
    const bool anonymousFails = !evidence.credential.given && evidence.experiment.anonymous.made
        && evidence.experiment.anonymous.last().status == 401;
    if (nexus && anonymousFails && !evidence.target.wantsPush())
        return likely({ StepId::Realm }, { u"nexus-anonymous"_s });
    const bool artifactory = evidence.challenge.ping.last().header(u"server"_s).contains("artifactory"_L1, Qt::CaseInsensitive)
        || !evidence.challenge.ping.last().header(u"x-jfrog-version"_s).isEmpty();
    if (artifactory && tokenRefused(evidence))
        return likely({ StepId::SignIn }, { u"artifactory"_s }, { u"token-key-untrusted"_s });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString which = finding.about.value(0);
    QStringList remedy { Say::tr(
        "In Nexus: Settings → Security → Realms, move “Docker Bearer Token Realm” to the active ones, and sign in again.") };
    QString title = Say::tr("Nexus offers tokens and does not take them: its Docker Bearer Token Realm is switched off.");
    if (which == "nexus-anonymous"_L1) {
        title = Say::tr("Nexus does not let anybody pull without a sign-in.");
        remedy = { Say::tr("In Nexus: allow anonymous access, with the user named “anonymous”, and tick “Allow anonymous docker pull” in "
                           "the repository.") };
    } else if (which == "artifactory"_L1) {
        title = Say::tr("Artifactory does not take the token that it gave out itself.");
        remedy = { Say::tr("In Artifactory: set the custom base URL to the address people use, and tick “Force authentication” in the "
                           "Docker repository.") };
    }
    return { title,
             Say::tr("This is a switch of the product itself; the account is not at fault."),
             remedy,
             { answered(registryName(evidence),
                        evidence.registry.withToken.answered() ? evidence.registry.withToken : evidence.challenge.ping.last()) },
             finding.certainty == Certainty::Certain ? QString() : Say::tr("That setting's page in the product.") };
}

static QStringList consequences()
{
    return { u"bearer-stripped-at-registry"_s, u"token-key-untrusted"_s, u"token-issuer-mismatch"_s, u"unscoped-token-refused"_s };
}

} // namespace registry_product_setting

const Cause registryProductSetting {
    "registry-product-setting", Owner::RegistryAdministrator, Severity::Error, Layer::Registry,
    registry_product_setting::rule, registry_product_setting::words, registry_product_setting::consequences,
};

} // namespace wharf::diagnosis::causes
