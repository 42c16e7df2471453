#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace stored_credential_expired {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const Answer real = evidence.experiment.real.last();
    const bool refused = evidence.experiment.real.made && (real.status == 401 || real.status == 403) && !real.isHtml();
    if (!refused)
        return std::nullopt;
    const GitLabEvidence &gitlab = evidence.gitlab;
    if (gitlab.failure && (gitlab.failure->subject == "expired"_L1 || gitlab.failure->subject == "revoked"_L1))
        return certainly({ StepId::Credential, StepId::GitLab }, { gitlab.failure->subject });
    if (evidence.taken.isValid() && gitlab.expiresAt.isValid() && gitlab.expiresAt <= evidence.taken)
        return certainly({ StepId::Credential, StepId::GitLab }, { u"expired"_s, gitlab.expiresAt.toString(Qt::ISODate) });
    if (evidence.taken.isValid() && evidence.credential.expires.isValid() && evidence.credential.expires <= evidence.taken)
        return certainly({ StepId::Credential }, { u"expired"_s, evidence.credential.expires.toString(Qt::ISODate) });
    static const QRegularExpression saysSo(u"(token|credential|password|secret)[^.]{0,40}(has |have |is |was )?expired|AADSTS7000222"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    // GitLab's 401 lists expiry among many possible reasons: that says nothing.
    if (!evidence.isGitLab() && saysSo.match(real.errorMessage()).hasMatch())
        return certainly({ StepId::Credential }, { u"expired"_s });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QDateTime when = QDateTime::fromString(finding.about.value(1), Qt::ISODate);
    const bool revoked = finding.about.value(0) == "revoked"_L1;
    QString title = Say::tr("The token has expired. Replace it.");
    if (revoked)
        title = Say::tr("The token was revoked. Replace it.");
    else if (when.isValid())
        title = Say::tr("The token expired on %1. Replace it.").arg(instant(when));
    QStringList remedy { Say::tr("Make a new token with read_registry and write_registry, and sign in with it:"),
                         block(loginCommand(evidence)) };
    if (registryName(evidence).contains("amazonaws.com"_L1))
        remedy = { Say::tr("Amazon's passwords live twelve hours. Get a new one:"),
                   block(u"aws ecr get-login-password | docker login -u AWS --password-stdin "_s + registryName(evidence)) };
    else if (registryName(evidence).contains("azurecr.io"_L1))
        remedy = { Say::tr("Get a new one:"), block(u"az acr login -n "_s + registryName(evidence).section(u'.', 0, 0)) };
    return { title,
             Say::tr("Nothing is wrong with the registry or with this machine; a token of this kind has an end."),
             remedy,
             QStringList { revoked ? Say::tr("GitLab's REST API says that the token was revoked.")
                                   : Say::tr("Its own date, GitLab's REST API or the server's answer says so.") }
                 + threeWays(evidence),
             {} };
}

static QStringList consequences() { return { u"credential-rejected"_s }; }

} // namespace stored_credential_expired

const Cause storedCredentialExpired {
    "stored-credential-expired", Owner::You, Severity::Error, Layer::Credential,
    stored_credential_expired::rule, stored_credential_expired::words, stored_credential_expired::consequences,
};

} // namespace wharf::diagnosis::causes
