#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace credential_helper_failing {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (helperTrouble(evidence) != "other"_L1)
        return std::nullopt;
    const CredentialSource *source = brokenHelper(evidence);
    return onThisMachine(evidence, { StepId::Clients },
                         { source->helper->name, source->helper->outcome, source->helper->said, source->where });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString name = finding.about.value(0, u"NAME"_s);
    const QString outcome = finding.about.value(1);
    const QString said = finding.about.value(2);
    QString how = Say::tr("It ended with an error.");
    if (outcome == "timeout"_L1)
        how = Say::tr("It did not come to an end. It may wait for somebody to unlock it in a window that nobody sees.");
    else if (outcome == "not-json"_L1)
        how = Say::tr("It answered something that is no JSON: a banner or a warning before the answer is enough.");
    QStringList why { how };
    if (!said.isEmpty())
        why.append(Say::tr("It said: “%1”.").arg(said));
    return { Say::tr("The credential helper docker-credential-%1 does not work.").arg(name),
             Say::tr("Docker asks it for the sign-in to this registry and gets none; a pull or push then goes out as nobody."),
             { Say::tr("Run it by hand and read what it says:"),
               block(u"echo %1 | docker-credential-%2 get"_s.arg(registryName(evidence), name)),
               Say::tr("Or use another one: change credsStore in %1, and sign in again:")
                   .arg(finding.about.value(3, pathOfClientFile(evidence))),
               block(loginCommand(evidence)) },
             why,
             {} };
}

static QStringList consequences() { return { u"client-sent-no-credential"_s, u"credential-key-mismatch"_s }; }

} // namespace credential_helper_failing

const Cause credentialHelperFailing {
    "credential-helper-failing", Owner::You, Severity::Error, Layer::Client,
    credential_helper_failing::rule, credential_helper_failing::words, credential_helper_failing::consequences,
};

} // namespace wharf::diagnosis::causes
