#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace client_sent_no_credential {

// The remainder: every code that says why nothing is sent drops this one.
static std::optional<Ground> rule(const Evidence &evidence)
{
    const ClientEvidence *client = clientInQuestion(evidence);
    const bool failedElsewhere = evidence.pasted.given && !evidence.pasted.line.isEmpty();
    if (!client || anonymousSuffices(evidence))
        return std::nullopt;
    const bool asked = evidence.challenge.ping.last().answered();
    if (!evidence.credential.given) {
        // Nothing anywhere, and the repository is not for everybody.
        const bool basic = evidence.challenge.isBasicOnly() && !evidence.target.repository.isEmpty();
        const bool closed = basic || (evidence.registry.anonymousPull.asked && !evidence.registry.anonymousPull.has(u"pull"_s));
        if (client->sent() || evidence.credential.from == "anonymous"_L1 || !closed || !asked)
            return std::nullopt;
        Ground ground = likely({ StepId::Clients, StepId::Pull }, { client->client });
        ground.alternatives = { u"no-permission-on-repository"_s };
        return ground;
    }
    if (!registryWell(evidence))
        return std::nullopt;
    static const QRegularExpression refusal(u"denied|unauthorized|authentication required|no basic auth|anonymous|access forbidden"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    if (failedElsewhere && refusal.match(evidence.pasted.line).hasMatch() && !client->sent())
        return certainly({ StepId::Clients, StepId::SignIn }, { client->client });
    if (client->sent())
        return std::nullopt;
    Ground ground = certainly({ StepId::Clients, StepId::SignIn }, { client->client });
    // A credential typed for this run says nothing about what the client should have.
    ground.severity = evidence.credential.from == "account"_L1 ? Severity::Warning : Severity::Note;
    return ground;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString client = finding.about.value(0, u"docker"_s);
    return {
        evidence.credential.given ? Say::tr("The credential is fine: %1 did not send it.").arg(client)
                                  : Say::tr("%1 is not signed in to %2.").arg(client, registryName(evidence)),
        Say::tr("%1 has nothing for this registry in its files or helpers, so it asks as nobody, and nobody is refused.").arg(client),
        { Say::tr("Sign in as the same user and in the same session that runs the failing command:"), block(loginCommand(evidence)),
          Say::tr("Or let Wharfinger hand the sign-in to %1.").arg(client) },
        QStringList { Say::tr("%1 has no entry for %2.").arg(pathOfClientFile(evidence), registryName(evidence)) } + threeWays(evidence),
        finding.certainty == Certainty::Certain ? QString() : Say::tr("The same run with an account: it tells whether that may do it.")
    };
}

} // namespace client_sent_no_credential

const Cause clientSentNoCredential {
    "client-sent-no-credential", Owner::You, Severity::Error, Layer::Client,
    client_sent_no_credential::rule, client_sent_no_credential::words,
};

} // namespace wharf::diagnosis::causes
