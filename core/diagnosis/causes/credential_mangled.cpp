#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace credential_mangled {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const CredentialEvidence &credential = evidence.credential;
    const Answer real = evidence.experiment.real.last();
    const bool refused = evidence.experiment.real.made && (real.status == 401 || real.status == 403) && !credentialIgnored(evidence)
        && !isThrottle(real);
    const bool dollars = credential.userName.contains("$$"_L1)
        || (credential.userName == "robot"_L1 && evidence.challenge.service.contains("harbor"_L1));
    if (refused || !evidence.experiment.real.made) {
        if (credential.checksumWrong)
            return certainly({ StepId::Clients, StepId::Credential }, { u"checksum"_s });
        if (credential.given && credential.mangled)
            return refused ? certainly({ StepId::Clients, StepId::Credential }, { u"blanks"_s })
                           : likely({ StepId::Clients }, { u"blanks"_s });
        if (credential.given && dollars && !credential.kind.endsWith("-access-token"_L1))
            return likely({ StepId::Clients, StepId::Credential }, { u"dollar"_s }, { u"credential-rejected"_s });
    }
    const ClientEvidence *client = clientInQuestion(evidence);
    const CredentialSource *sent = client ? client->sent() : nullptr;
    if (sent && sent->endsInBlank && client->trial.made && !client->trial.last().ok())
        return certainly({ StepId::Clients }, { u"blanks"_s, sent->where });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString which = finding.about.value(0);
    QString title = Say::tr("The secret was changed on its way: it has blanks or a line end that do not belong to it.");
    QString text = Say::tr("Copying, “echo” and templates add a line end; the registry then sees another password.");
    QStringList remedy { Say::tr("Sign in again without it:"),
                         block(u"printf %s \"$TOKEN\" | "_s + loginCommand(evidence) + u" --password-stdin"_s),
                         Say::tr("In Kubernetes secrets and config files, encode with printf or echo -n.") };
    if (which == "checksum"_L1) {
        title = Say::tr("The token is not whole: the check digits at its end do not fit the rest.");
        text = Say::tr("GitLab puts a checksum into its tokens. This one was cut or mistyped when it was copied.");
        remedy = { Say::tr("Copy all of it again; GitLab shows it only once, so make a new one if it is gone."),
                   block(loginCommand(evidence)) };
    } else if (which == "dollar"_L1) {
        title = Say::tr("The user name looks as if a shell or template had worked on its $ sign.");
        text = Say::tr("“%1” was sent. Harbor's robots are called robot$name, and $name in double quotes vanishes or doubles.")
                   .arg(evidence.credential.userName);
        remedy = { Say::tr("Put the user name in single quotes:"),
                   block(u"docker login %1 -u 'robot$name'"_s.arg(registryName(evidence))) };
    }
    QStringList why = threeWays(evidence);
    if (finding.about.size() > 1)
        why.prepend(Say::tr("The secret in %1 ends in a blank or a line end.").arg(finding.about.at(1)));
    return { title, text, remedy, why,
             finding.certainty == Certainty::Certain ? QString() : Say::tr("Sign in with the same token, pasted afresh.") };
}

static QStringList consequences()
{
    return { u"credential-rejected"_s, u"wrong-kind-of-secret"_s, u"deploy-token-user-name"_s, u"stale-stored-credential"_s };
}

} // namespace credential_mangled

const Cause credentialMangled {
    "credential-mangled", Owner::You, Severity::Error, Layer::Credential,
    credential_mangled::rule, credential_mangled::words, credential_mangled::consequences,
};

} // namespace wharf::diagnosis::causes
