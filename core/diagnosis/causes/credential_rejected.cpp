#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace credential_rejected {

// A 401 for the real credential, and nothing more exact explains it: each exact code drops this one.
static std::optional<Ground> rule(const Evidence &evidence)
{
    if (!credentialRefused(evidence))
        return std::nullopt;
    if (evidence.challenge.isBasicOnly())
        return likely({ StepId::Credential }, {}, { u"password-file-hash"_s, u"authorization-header-stripped"_s });
    if (!headerArrives(evidence) && !evidence.isGitLab())
        return likely({ StepId::Credential }, {}, { u"authorization-header-stripped"_s });
    if (evidence.credential.kind.endsWith("-access-token"_L1))
        return certainly({ StepId::WrongCredential, StepId::Credential });
    return likely({ StepId::WrongCredential, StepId::Credential }, {},
                  evidence.credential.kind == "deploy-token"_L1 ? QStringList { u"deploy-token-user-name"_s } : QStringList());
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const bool wrongName = !evidence.credential.requiredUserName.isEmpty()
        && evidence.credential.requiredUserName != evidence.credential.userName;
    QStringList remedy;
    if (wrongName)
        remedy.append(Say::tr("This kind of token goes with the user name %1, and %2 was sent. Sign in again with it.")
                          .arg(evidence.credential.requiredUserName, evidence.credential.userName));
    remedy += { Say::tr("Look at the token where it was made: has it expired, was it revoked, is the account blocked?"),
                Say::tr("Make a new one and sign in again:"), block(loginCommand(evidence)) };
    QStringList why = threeWays(evidence);
    if (evidence.challenge.isBasicOnly())
        why.append(Say::tr("The registry checks the password itself (Basic): it answers a wrong one and none at all alike."));
    return { Say::tr("%1 refuses the user name or the token.").arg(realmName(evidence)),
             Say::tr("It is mistyped, expired, revoked, or its account is blocked: the answer is the same for all of them (401)."), remedy,
             why,
             finding.certainty == Certainty::Certain
                 ? QString()
                 : Say::tr("Another account that is known to work: if it is refused too, the fault is on the server's side.") };
}

static QStringList consequences() { return { u"client-sent-no-credential"_s }; }

} // namespace credential_rejected

const Cause credentialRejected {
    "credential-rejected", Owner::You, Severity::Error, Layer::Credential,
    credential_rejected::rule, credential_rejected::words, credential_rejected::consequences,
};

} // namespace wharf::diagnosis::causes
