#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace unknown_service {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (!evidence.isGitLab() || evidence.challenge.realmProblem == "autoredirect"_L1)
        return std::nullopt;
    const Answer nobody = evidence.experiment.anonymous.last();
    const Answer real = evidence.experiment.real.last();
    const auto notFound = [](const Answer &answer) {
        return answer.status == 404 && !answer.isHtml() && (answer.body.trimmed().isEmpty() || answer.errorCode() == "UNSUPPORTED"_L1);
    };
    if (!notFound(nobody) && !notFound(real))
        return std::nullopt;
    if (evidence.challenge.service != "container_registry"_L1)
        return certainly({ StepId::Challenge, StepId::Realm }, { evidence.challenge.service });
    return likely({ StepId::Realm }, { evidence.challenge.service }, { u"realm-malformed"_s });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    return { Say::tr("The registry names itself “%1”, and GitLab knows no service of that name.").arg(finding.about.value(0)),
             Say::tr("The challenge of the registry carries the service for which the token is asked. GitLab answers 404 to any but "
                     "container_registry."),
             { Say::tr("In the registry's configuration:"), block(u"auth:"_s), block(u"  token:"_s),
               block(u"    service: container_registry"_s), Say::tr("Then restart the registry.") },
             QStringList { Say::tr("The challenge says service=“%1”.").arg(evidence.challenge.service) } + threeWays(evidence),
             {} };
}

static QStringList consequences() { return { u"realm-answers-html"_s }; }

} // namespace unknown_service

const Cause unknownService {
    "unknown-service", Owner::RegistryAdministrator, Severity::Error, Layer::Realm,
    unknown_service::rule, unknown_service::words, unknown_service::consequences,
};

} // namespace wharf::diagnosis::causes
