#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace credential_helper_missing {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const ClientEvidence *client = clientInQuestion(evidence);
    if (helperTrouble(evidence) == "missing"_L1) {
        const CredentialSource *source = brokenHelper(evidence);
        Ground ground = onThisMachine(evidence, { StepId::Clients }, { source->helper->name, source->where, source->helper->outcome });
        if (anonymousSuffices(evidence))
            ground.severity = Severity::Warning;
        return ground;
    }
    if (!client || !sendsNothing(evidence))
        return std::nullopt;
    for (const ClientFileEvidence &file : client->files) {
        if (!file.odd.isEmpty())
            return likely({ StepId::Clients }, { file.odd.constFirst(), file.path, u"misspelt"_s });
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString name = finding.about.value(0, u"NAME"_s);
    const QString file = finding.about.value(1, u"~/.docker/config.json"_s);
    if (finding.about.value(2) == "misspelt"_L1)
        return { Say::tr("%1 has a setting that Docker does not know, “%2”, so no credential helper is asked.").arg(file, name),
                 Say::tr("It is probably meant to be credsStore or credHelpers: capital letters and the “s” count."),
                 { Say::tr("Correct the name in %1:").arg(file), block(u"\"credsStore\": \"…\""_s), Say::tr("Then sign in again:"),
                   block(loginCommand(evidence)) },
                 { Say::tr("Found “%1” in %2.").arg(name, file) },
                 Say::tr("The same command after the name was corrected.") };
    const bool present = finding.about.value(2) == "not-executable"_L1;
    return {
        present ? Say::tr("The credential helper docker-credential-%1 is there and may not be run.").arg(name)
                : Say::tr("The credential helper docker-credential-%1 is not on this machine.").arg(name),
        Say::tr("%1 says that sign-ins are kept by it. Without it a pull or push goes out as nobody, without a word, and a login cannot be "
                "saved.")
            .arg(file),
        { present ? Say::tr("Make it executable:")
                  : Say::tr("If it was part of a program that is gone (Docker Desktop, for one), take this line out of %1:").arg(file),
          present ? block(u"chmod +x \"$(command -v docker-credential-%1)\""_s.arg(name)) : block(u"\"credsStore\": \"%1\""_s.arg(name)),
          Say::tr("Or install it, and see that it is on the PATH of the program that needs it:"),
          block(u"command -v docker-credential-%1"_s.arg(name)), Say::tr("Then sign in again:"), block(loginCommand(evidence)) },
        { Say::tr("%1 names the helper “%2”.").arg(file, name),
          present ? Say::tr("The file may not be executed.") : Say::tr("There is no program docker-credential-%1 on the PATH.").arg(name) },
        {}
    };
}

static QStringList consequences() { return { u"client-sent-no-credential"_s, u"credential-key-mismatch"_s }; }

} // namespace credential_helper_missing

const Cause credentialHelperMissing {
    "credential-helper-missing", Owner::You, Severity::Error, Layer::Client,
    credential_helper_missing::rule, credential_helper_missing::words, credential_helper_missing::consequences,
};

} // namespace wharf::diagnosis::causes
