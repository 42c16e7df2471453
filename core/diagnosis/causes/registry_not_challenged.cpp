#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace registry_not_challenged {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const ChallengeEvidence &challenge = evidence.challenge;
    const Answer ping = challenge.ping.last();
    if (ping.status != 200 || !challenge.schemes.isEmpty() || !challenge.isRegistry())
        return std::nullopt;
    const RegistryEvidence &registry = evidence.registry;
    const auto wants = [](const Answer &answer) { return answer.status == 401 || answer.status == 403; };
    if (wants(registry.upload.start) || wants(registry.manifest) || wants(registry.blob))
        return certainly({ StepId::Ping, StepId::Repository });
    if (!evidence.credential.given && !evidence.target.wantsPush())
        return std::nullopt;
    Ground ground = certainly({ StepId::Ping }, { u"open"_s });
    ground.severity = Severity::Warning;
    return ground;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const bool open = finding.about.contains(u"open"_s);
    return { open ? Say::tr("%1 asks nobody for a password: any one “logs in”, and everybody may write.").arg(registryName(evidence))
                  : Say::tr("%1 does not ask for a sign-in at its door, so clients send none, and are refused inside.")
                        .arg(registryName(evidence)),
             Say::tr("/v2/ answers 200 without a challenge. Clients take that for “no sign-in needed”, print “Login Succeeded” for any "
                     "password, and go on as nobody."),
             { Say::tr("Switch authentication on in the registry, so that /v2/ itself answers 401 with a challenge:"), block(u"auth:"_s),
               block(u"  token:   # or htpasswd:"_s),
               Say::tr("If a proxy does the checking (limit_except and alike), let it check GET on /v2/ too.") },
             { answered(registryName(evidence) + u"/v2/"_s, evidence.challenge.ping.last()),
               Say::tr("No WWW-Authenticate header came with it.") },
             {} };
}

static QStringList consequences() { return { u"client-sent-no-credential"_s }; }

} // namespace registry_not_challenged

const Cause registryNotChallenged {
    "registry-not-challenged", Owner::RegistryAdministrator, Severity::Error, Layer::Registry,
    registry_not_challenged::rule, registry_not_challenged::words, registry_not_challenged::consequences,
};

} // namespace wharf::diagnosis::causes
