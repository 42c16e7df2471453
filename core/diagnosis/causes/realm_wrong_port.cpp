#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace realm_wrong_port {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const QUrl realm(evidence.challenge.realmUrl);
    const QUrl api(evidence.challenge.api);
    const HostEvidence *host = firstHost(evidence, isRealm);
    if (realm.host().isEmpty() || !host)
        return std::nullopt;
    if (!host->connected() && host->defaultPortAnswers && host->name.problem.isEmpty())
        return certainly({ StepId::Challenge, StepId::Connect }, { nameOf(*host), u"default"_s });
    const bool samePort = realm.port(realm.scheme() == "http"_L1 ? 80 : 443) == api.port(api.scheme() == "http"_L1 ? 80 : 443);
    if (realm.host() != api.host() || samePort)
        return std::nullopt;
    if (!host->connected() && !host->connects.isEmpty())
        return certainly({ StepId::Challenge, StepId::Connect }, { nameOf(*host), u"registry"_s });
    // Something else lives on the port that the realm names.
    const Answer nobody = evidence.experiment.anonymous.last();
    const bool stranger = nobody.answered() && nobody.status < 500 && nobody.isHtml() && !isPortal(evidence.experiment.anonymous)
        && !evidence.experiment.anonymous.redirected();
    if (stranger)
        return certainly({ StepId::Challenge, StepId::Realm }, { nameOf(*host), u"stranger"_s }, { u"realm-answers-html"_s });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString realm = finding.about.value(0, realmName(evidence));
    const bool lostPort = finding.about.value(1) != "default"_L1;
    return { lostPort ? Say::tr("The registry's sign-in address lost its port: it says %1.").arg(realm)
                      : Say::tr("The registry's sign-in address has a wrong port: nothing listens at %1.").arg(realm),
             lostPort ? Say::tr("The registry is at %1, and names the same host without that port as the place to sign in.")
                            .arg(registryName(evidence))
                      : Say::tr("The same host answers on its ordinary port."),
             QStringList { Say::tr("Put the right port into the realm (GitLab: external_url, token_realm; Gitea: ROOT_URL; Harbor: "
                                   "external_url), and let the proxy pass Host with its port:") }
                 + passOutsideAddress(frontOf(evidence.challenge.ping.last())),
             { Say::tr("The challenge says realm=“%1”.").arg(evidence.challenge.realm) },
             finding.certainty == Certainty::Certain ? QString()
                                                     : Say::tr("The same realm with the registry's port: does it give out tokens?") };
}

static QStringList consequences() { return { u"realm-unreachable"_s, u"realm-answers-html"_s }; }

} // namespace realm_wrong_port

const Cause realmWrongPort {
    "realm-wrong-port", Owner::GitLabAdministrator, Severity::Error, Layer::Realm,
    realm_wrong_port::rule, realm_wrong_port::words, realm_wrong_port::consequences,
};

} // namespace wharf::diagnosis::causes
