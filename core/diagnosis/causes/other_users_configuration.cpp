#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace other_users_configuration {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (evidence.otherHomes.isEmpty() || !sendsNothing(evidence))
        return std::nullopt;
    const OtherHomeEvidence &other = evidence.otherHomes.constFirst();
    return onThisMachine(evidence, { StepId::Clients }, { other.file, other.user, other.reason });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString file = finding.about.value(0);
    const QString reason = finding.about.value(2);
    QString text =
        Say::tr("The sign-in was made as another user, or in another place; this session reads %1.").arg(pathOfClientFile(evidence));
    QStringList remedy { Say::tr("Sign in as the user that runs the command:"), block(loginCommand(evidence)) };
    if (reason == "sudo"_L1 || reason == "root"_L1) {
        text = Say::tr("sudo reads root's files, not yours: the sign-in of the one is not that of the other.");
        remedy = { Say::tr("Run both commands alike, either with sudo or without:"), block(u"sudo "_s + loginCommand(evidence)),
                   Say::tr("To do without sudo:"), block(u"sudo usermod -aG docker $USER"_s), Say::tr("and log in to the machine again.") };
    } else if (reason == "docker-config"_L1) {
        text = Say::tr("DOCKER_CONFIG leads the client to another folder.");
        remedy = { Say::tr("Unset it, or point it at the folder that has the sign-in:"), block(u"unset DOCKER_CONFIG"_s) };
    } else if (reason == "snap"_L1) {
        text = Say::tr("Docker from a snap has a home folder of its own.");
    }
    return { Say::tr("The sign-in is in another file: %1.").arg(file),
             text,
             remedy,
             { Say::tr("%1 has a sign-in for %2 (user %3).").arg(file, registryName(evidence), finding.about.value(1)),
               Say::tr("%1 has none.").arg(pathOfClientFile(evidence)) },
             {} };
}

static QStringList consequences() { return { u"client-sent-no-credential"_s, u"credential-for-other-host"_s }; }

} // namespace other_users_configuration

const Cause otherUsersConfiguration {
    "other-users-configuration", Owner::You, Severity::Error, Layer::Client,
    other_users_configuration::rule, other_users_configuration::words, other_users_configuration::consequences,
};

} // namespace wharf::diagnosis::causes
