#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace credential_for_other_host {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (evidence.target.notTheRegistrysName)
        return certainly({ StepId::Target }, { evidence.target.registry, u"docker.io"_s });
    const ClientEvidence *client = clientInQuestion(evidence);
    if (!client || client->nearHosts.isEmpty() || !sendsNothing(evidence))
        return std::nullopt;
    return likely({ StepId::Clients }, { client->nearHosts.constFirst(), registryName(evidence) }, { u"client-sent-no-credential"_s });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString has = finding.about.value(0, Say::tr("another host"));
    if (evidence.target.notTheRegistrysName)
        return { Say::tr("%1 is a web page's name, not the registry's.").arg(has),
                 Say::tr("Docker Hub's registry is called docker.io; images there are written without a host. A sign-in to any other name "
                         "is never used."),
                 { Say::tr("Sign in without a host:"), block(u"docker login"_s), block(u"docker pull USER/IMAGE"_s) },
                 { Say::tr("What was named is %1.").arg(has) },
                 {} };
    return { Say::tr("There is a sign-in for %1, and the image is at %2.").arg(has, registryName(evidence)),
             Say::tr("Each host, port and region has a sign-in of its own; the one for %1 is not sent anywhere else.").arg(has),
             { Say::tr("If the image's name is right, sign in there:"), block(loginCommand(evidence)),
               Say::tr("If it is not, tag the image with the host you are signed in to:"), block(u"docker tag IMAGE %1/…"_s.arg(has)) },
             { Say::tr("%1 has an entry for %2 and none for %3.").arg(pathOfClientFile(evidence), has, registryName(evidence)) },
             Say::tr("Which of the two hosts is meant?") };
}

static QStringList consequences() { return { u"client-sent-no-credential"_s, u"credential-rejected"_s, u"not-a-registry"_s }; }

} // namespace credential_for_other_host

const Cause credentialForOtherHost {
    "credential-for-other-host", Owner::You, Severity::Error, Layer::Client,
    credential_for_other_host::rule, credential_for_other_host::words, credential_for_other_host::consequences,
};

} // namespace wharf::diagnosis::causes
