#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace wrong_kind_of_secret {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const Answer real = evidence.experiment.real.last();
    const bool refused = evidence.experiment.real.made && (real.status == 401 || real.status == 403) && !real.isHtml() && !isThrottle(real);
    if (!refused || credentialIgnored(evidence))
        return std::nullopt;
    const CredentialEvidence &credential = evidence.credential;
    if (credential.kind == "not-for-registries"_L1)
        return certainly({ StepId::Credential }, { u"kind"_s });
    const QString said = real.errorMessage();
    const bool hub = registryName(evidence) == "docker.io"_L1;
    if (!evidence.isGitLab() && said.contains("personal access token"_L1, Qt::CaseInsensitive))
        return certainly({ StepId::Credential }, { u"two-factor"_s });
    if (hub && credential.userName.contains(u'@'))
        return likely({ StepId::Credential }, { u"e-mail"_s }, { u"credential-rejected"_s });
    const bool plainSecret = credential.kind == "password"_L1 || credential.kind == "unknown"_L1 || credential.kind.isEmpty();
    if (registryName(evidence) == "ghcr.io"_L1 && plainSecret)
        return certainly({ StepId::Credential }, { u"github"_s });
    if (evidence.isGitLab() && real.status == 401 && headerArrives(evidence) && plainSecret)
        return likely({ StepId::Credential }, { u"two-factor"_s }, { u"credential-rejected"_s });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString which = finding.about.value(0);
    QString title = Say::tr("A password was sent where a token is needed.");
    QString text = Say::tr("With two-factor sign-in, single sign-on, or passwords switched off, %1 takes a token only. A wrong password is "
                           "answered the same way.")
                       .arg(realmName(evidence));
    QStringList remedy { evidence.isGitLab() ? Say::tr("In GitLab: Edit profile → Access tokens, tick read_registry and write_registry.")
                                             : Say::tr("Make an access token in your account's settings.") };
    if (which == "kind"_L1) {
        title = Say::tr("This kind of token (%1…) cannot be a registry password.").arg(evidence.credential.prefix);
        text = Say::tr("It is made for something else: a runner, a trigger, a feed, an application.");
    } else if (which == "e-mail"_L1) {
        title = Say::tr("Docker Hub wants the Docker ID as user name, and an e-mail address was sent.");
        text = Say::tr("The web page takes both, the registry only the ID.");
        remedy = { Say::tr("Sign in with the Docker ID and an access token.") };
    } else if (which == "github"_L1) {
        title = Say::tr("GitHub's registry takes tokens only, and a password was sent.");
        text = Say::tr("It wants a classic personal access token with read:packages and write:packages, or a job's GITHUB_TOKEN.");
        remedy = { Say::tr("On GitHub: Settings → Developer settings → Personal access tokens (classic).") };
    }
    remedy += { Say::tr("Then sign in with it instead of the password:"), block(loginCommand(evidence)) };
    return { title, text, remedy, threeWays(evidence),
             finding.certainty == Certainty::Certain ? QString()
                                                     : Say::tr("A token: if it is taken, it was the password's kind, not its letters.") };
}

static QStringList consequences() { return { u"credential-rejected"_s }; }

} // namespace wrong_kind_of_secret

const Cause wrongKindOfSecret {
    "wrong-kind-of-secret", Owner::You, Severity::Error, Layer::Credential,
    wrong_kind_of_secret::rule, wrong_kind_of_secret::words, wrong_kind_of_secret::consequences,
};

} // namespace wharf::diagnosis::causes
