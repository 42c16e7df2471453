#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace not_a_registry {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const ChallengeEvidence &challenge = evidence.challenge;
    const Answer ping = challenge.ping.last();
    if (!ping.answered() || ping.status >= 500 || challenge.isRegistry() || isPortal(challenge.ping) || isThrottle(ping))
        return std::nullopt;
    if (!challenge.foundAt.isEmpty() || ping.status == 495 || ping.status == 496
        || (ping.status == 400 && ping.body.contains("SSL certificate"_L1, Qt::CaseInsensitive)))
        return std::nullopt;
    // Two guards change the challenge; that is another finding.
    if (!challenge.schemes.isEmpty())
        return std::nullopt;
    return certainly({ StepId::Ping }, { QString::number(ping.status) });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const Answer ping = evidence.challenge.ping.last();
    return {
        Say::tr("%1 answers, and nothing about it is a registry.").arg(registryName(evidence)),
        Say::tr("A registry answers /v2/ with 401 and a challenge, or 200 and its own mark. This answers %1.").arg(finding.about.value(0)),
        { Say::tr("Check the host's name and port. GitLab's registry often has a name or port of its own; a project's page shows it under "
                  "Deploy → Container registry:"),
          block(u"registry.example.com"_s), block(u"gitlab.example.com:5050"_s),
          Say::tr("If the address is right, let its proxy pass /v2/ to the registry.") },
        { answered(registryName(evidence) + u"/v2/"_s, ping),
          ping.header(u"server"_s).isEmpty() ? Say::tr("It does not say which server it is.")
                                             : Say::tr("The server calls itself %1.").arg(ping.header(u"server"_s)) },
        {}
    };
}

static QStringList consequences() { return { u"realm-answers-html"_s }; }

} // namespace not_a_registry

const Cause notARegistry {
    "not-a-registry", Owner::You, Severity::Error, Layer::Registry,
    not_a_registry::rule, not_a_registry::words, not_a_registry::consequences,
};

} // namespace wharf::diagnosis::causes
