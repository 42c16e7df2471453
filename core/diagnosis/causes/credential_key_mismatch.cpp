#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace credential_key_mismatch {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const ClientEvidence *client = clientInQuestion(evidence);
    if (!client || client->nearKeys.isEmpty())
        return std::nullopt;
    const QStringList about { client->nearKeys.constFirst(), pathOfClientFile(evidence), client->client };
    if (sendsNothing(evidence))
        return onThisMachine(evidence, { StepId::Clients }, about);
    // Two entries for one host, and the one that is found is the old one.
    if (client->sent() && client->trial.made && client->trial.last().answered() && !client->trial.last().ok())
        return likely({ StepId::Clients }, about, { u"stale-stored-credential"_s });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString key = finding.about.value(0, registryName(evidence));
    const QString file = finding.about.value(1, pathOfClientFile(evidence));
    return { Say::tr("The sign-in is stored under “%1”, and %2 looks for “%3”.")
                 .arg(key, finding.about.value(2, u"docker"_s), registryName(evidence)),
             Say::tr("It is the same host written in another way. This client takes only its own way of writing it."),
             { Say::tr("Remove the old entry and sign in under the name that the image has:"), block(u"docker logout %1"_s.arg(key)),
               block(loginCommand(evidence)), Say::tr("Or correct the key in %1.").arg(file) },
             { Say::tr("%1 has an entry “%2”.").arg(file, key),
               Say::tr("It has none that is found for “%1”.").arg(registryName(evidence)) },
             finding.certainty == Certainty::Certain ? QString() : Say::tr("The same command with the other entry removed.") };
}

static QStringList consequences()
{
    return { u"client-sent-no-credential"_s, u"credential-for-other-host"_s, u"stale-stored-credential"_s };
}

} // namespace credential_key_mismatch

const Cause credentialKeyMismatch {
    "credential-key-mismatch", Owner::You, Severity::Error, Layer::Client,
    credential_key_mismatch::rule, credential_key_mismatch::words, credential_key_mismatch::consequences,
};

} // namespace wharf::diagnosis::causes
