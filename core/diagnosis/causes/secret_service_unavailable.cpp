#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace secret_service_unavailable {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (helperTrouble(evidence) != "secret-service"_L1)
        return std::nullopt;
    const CredentialSource *source = brokenHelper(evidence);
    return onThisMachine(evidence, { StepId::Clients }, { source->helper->name, source->helper->said, source->where });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString name = finding.about.value(0, u"secretservice"_s);
    const bool pass = name == "pass"_L1;
    QStringList remedy = pass
        ? QStringList { Say::tr("Install pass and give it a key:"), block(u"gpg --generate-key"_s), block(u"pass init KEY-ID"_s) }
        : QStringList { Say::tr("On a server without a desktop, use another helper (pass), or none: take the credsStore line out of %1.")
                            .arg(finding.about.value(2, pathOfClientFile(evidence))),
                        Say::tr("On a desktop, start a keyring in this session:"), block(u"systemctl --user start gnome-keyring-daemon"_s),
                        Say::tr("In a shell without a session bus:"),
                        block(u"dbus-run-session -- docker login %1"_s.arg(registryName(evidence))) };
    remedy += { Say::tr("Then sign in again:"), block(loginCommand(evidence)) };
    return { pass ? Say::tr("The password store behind docker-credential-pass is not set up.")
                  : Say::tr("There is no keyring in this session, so docker-credential-%1 has nowhere to look.").arg(name),
             Say::tr("The registry may well accept the sign-in: what fails is keeping and finding it."),
             remedy,
             { finding.about.value(1).isEmpty() ? Say::tr("The helper ended with an error.")
                                                : Say::tr("The helper says: “%1”.").arg(finding.about.value(1)) },
             {} };
}

static QStringList consequences()
{
    return { u"client-sent-no-credential"_s, u"credential-helper-failing"_s, u"credential-key-mismatch"_s };
}

} // namespace secret_service_unavailable

const Cause secretServiceUnavailable {
    "secret-service-unavailable", Owner::You, Severity::Error, Layer::Client,
    secret_service_unavailable::rule, secret_service_unavailable::words, secret_service_unavailable::consequences,
};

} // namespace wharf::diagnosis::causes
