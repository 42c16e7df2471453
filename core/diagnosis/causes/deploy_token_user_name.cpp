#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace deploy_token_user_name {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (!credentialRefused(evidence) || !evidence.isGitLab())
        return std::nullopt;
    const CredentialEvidence &credential = evidence.credential;
    if (credential.kind != "deploy-token"_L1 && credential.kind != "ci-deploy-token"_L1)
        return std::nullopt;
    if (!credential.requiredUserName.isEmpty() && credential.userName != credential.requiredUserName)
        return certainly({ StepId::Credential }, { credential.requiredUserName });
    static const QRegularExpression usual(u"^gitlab\\+deploy-token-\\d+$"_s);
    if (usual.match(credential.userName).hasMatch())
        return std::nullopt;
    return likely({ StepId::Credential }, {}, { u"credential-rejected"_s });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString wanted = finding.about.value(0, u"gitlab+deploy-token-123"_s);
    return { Say::tr("A deploy token works with its own user name only, and another one was sent."),
             Say::tr("GitLab shows that user name beside the token when it is made: %1, or the one that was chosen then. The name of the "
                     "token is not it.")
                 .arg(wanted),
             { Say::tr("Open the project's or group's Settings → Repository → Deploy tokens and read the user name there."),
               Say::tr("Sign in with it:"), block(u"docker login %1 -u %2"_s.arg(registryName(evidence), wanted)) },
             QStringList { Say::tr("The secret is a deploy token (%1…) and the user name sent with it is “%2”.")
                               .arg(evidence.credential.prefix, evidence.credential.userName) }
                 + threeWays(evidence),
             finding.certainty == Certainty::Certain
                 ? QString()
                 : Say::tr("The list of deploy tokens: a token that expired or was revoked is refused in the same words.") };
}

static QStringList consequences() { return { u"credential-rejected"_s }; }

} // namespace deploy_token_user_name

const Cause deployTokenUserName {
    "deploy-token-user-name", Owner::You, Severity::Error, Layer::Credential,
    deploy_token_user_name::rule, deploy_token_user_name::words, deploy_token_user_name::consequences,
};

} // namespace wharf::diagnosis::causes
