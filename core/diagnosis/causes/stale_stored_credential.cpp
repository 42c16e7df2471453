#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace stale_stored_credential {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const ClientEvidence *client = clientInQuestion(evidence);
    const CredentialSource *sent = client ? client->sent() : nullptr;
    if (!sent)
        return std::nullopt;
    const auto refused = [](const Trial &trial) {
        return trial.made && (trial.last().status == 401 || trial.last().status == 403) && !isThrottle(trial.last());
    };
    const QStringList about { sent->where, sent->userName, sent->kind };
    if (sent->sameAsExamined == std::optional(false) && refused(client->trial) && credentialTaken(evidence))
        return certainly({ StepId::Clients, StepId::Credential }, about);
    // The examined one is what the client sends: a public image would do better without it, or another source has a newer one.
    const bool examined = sent->sameAsExamined == std::optional(true) || evidence.credential.from == client->client;
    if (!examined || !refused(evidence.experiment.real) || credentialIgnored(evidence))
        return std::nullopt;
    if (anonymousSuffices(evidence))
        return certainly({ StepId::Clients, StepId::Credential, StepId::Pull }, about);
    const bool another = std::any_of(client->sources.begin(), client->sources.end(), [](const CredentialSource &source) {
        return source.hasCredential && !source.sent && source.sameAsExamined == std::optional(false);
    });
    return another ? std::optional(likely({ StepId::Clients, StepId::Credential }, about, { u"credential-rejected"_s })) : std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString where = finding.about.value(0, pathOfClientFile(evidence));
    const QString user = finding.about.value(1);
    QStringList remedy { Say::tr("Remove it and sign in afresh:"), block(u"docker logout %1"_s.arg(registryName(evidence))),
                         block(loginCommand(evidence)) };
    if (finding.about.value(2) == "environment"_L1)
        remedy = { Say::tr("Unset the variable, or put the new sign-in into it:"), block(u"unset DOCKER_AUTH_CONFIG"_s) };
    return { Say::tr("An old sign-in is sent first: that of %1 in %2.").arg(user.isEmpty() ? Say::tr("somebody") : user, where),
             Say::tr("Clients look into several places, and the first one that has something wins, even where it no longer works and even "
                     "where nobody's would do."),
             remedy, QStringList { Say::tr("%1 is what goes out, and it is refused.").arg(where) } + threeWays(evidence),
             finding.certainty == Certainty::Certain ? QString() : Say::tr("The same command after docker logout.") };
}

static QStringList consequences() { return { u"credential-rejected"_s, u"client-sent-no-credential"_s, u"stored-credential-expired"_s }; }

} // namespace stale_stored_credential

const Cause staleStoredCredential {
    "stale-stored-credential", Owner::You, Severity::Error, Layer::Client,
    stale_stored_credential::rule, stale_stored_credential::words, stale_stored_credential::consequences,
};

} // namespace wharf::diagnosis::causes
