#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace credential_too_large {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (helperTrouble(evidence) != "too-large"_L1)
        return std::nullopt;
    const CredentialSource *source = brokenHelper(evidence);
    return onThisMachine(evidence, { StepId::Clients }, { source->helper->name, source->helper->said });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    return {
        Say::tr("The keychain refuses this credential: Windows takes 2560 bytes at most, and a session that somebody is logged on to."),
        Say::tr("Long tokens of cloud sign-ins (Amazon, Azure) are larger than that; services and SSH sessions have no vault at all."),
        { Say::tr("Take this line out of %1, so that the file keeps it:").arg(pathOfClientFile(evidence)),
          block(u"\"credsStore\": \"%1\""_s.arg(finding.about.value(0, u"wincred"_s))),
          Say::tr("Or use the cloud's own helper for this registry (credHelpers). Then sign in again:"), block(loginCommand(evidence)) },
        { finding.about.value(1).isEmpty() ? Say::tr("The helper was refused.")
                                           : Say::tr("The helper says: “%1”.").arg(finding.about.value(1)) },
        {}
    };
}

static QStringList consequences() { return { u"client-sent-no-credential"_s, u"credential-helper-failing"_s, u"keychain-locked"_s }; }

} // namespace credential_too_large

const Cause credentialTooLarge {
    "credential-too-large", Owner::You, Severity::Error, Layer::Client,
    credential_too_large::rule, credential_too_large::words, credential_too_large::consequences,
};

} // namespace wharf::diagnosis::causes
