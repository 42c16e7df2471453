#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace client_configuration_unreadable {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const ClientEvidence *client = clientInQuestion(evidence);
    if (!client)
        return std::nullopt;
    for (const ClientFileEvidence &file : client->files) {
        if (file.state == "denied"_L1 || file.state == "malformed"_L1 || file.state == "broken-entry"_L1) {
            Ground ground = onThisMachine(evidence, { StepId::Clients }, { file.path, file.state, file.problem, client->client });
            if (client->sent() || anonymousSuffices(evidence))
                ground.severity = Severity::Warning;
            return ground;
        }
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString file = finding.about.value(0, pathOfClientFile(evidence));
    const QString state = finding.about.value(1);
    QStringList why { Say::tr("%1: %2").arg(file, finding.about.value(2).isEmpty() ? state : finding.about.value(2)) };
    if (state == "denied"_L1)
        return { Say::tr("%1 may not be read by this user.").arg(file),
                 Say::tr("It was probably written with sudo and belongs to root."),
                 { Say::tr("Give it back:"), block(u"sudo chown $USER: \"%1\" && chmod 600 \"%1\""_s.arg(file)) },
                 why,
                 {} };
    return { state == "broken-entry"_L1 ? Say::tr("%1 holds an “auth” that is none, and Docker then ignores the whole file.").arg(file)
                                        : Say::tr("%1 is not valid JSON, so Docker works without it.").arg(file),
             Say::tr("All sign-ins in it are lost to the client until it is mended; it goes on as nobody."),
             { Say::tr("Keep a copy, and see what is wrong:"), block(u"python3 -m json.tool \"%1\""_s.arg(file)),
               state == "broken-entry"_L1 ? Say::tr("Take that entry out, then sign in again:")
                                          : Say::tr("Mend it or move it away, then sign in again:"),
               block(loginCommand(evidence)) },
             why,
             {} };
}

static QStringList consequences()
{
    return { u"client-sent-no-credential"_s, u"credential-for-other-host"_s, u"other-users-configuration"_s };
}

} // namespace client_configuration_unreadable

const Cause clientConfigurationUnreadable {
    "client-configuration-unreadable", Owner::You, Severity::Error, Layer::Client,
    client_configuration_unreadable::rule, client_configuration_unreadable::words, client_configuration_unreadable::consequences,
};

} // namespace wharf::diagnosis::causes
