#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace realm_malformed {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const QString &problem = evidence.challenge.realmProblem;
    if (problem.isEmpty())
        return std::nullopt;
    if (problem == "relative"_L1 || problem == "no-host"_L1 || problem == "scheme"_L1)
        return certainly({ StepId::Challenge }, { problem });
    // These two are odd and may work all the same.
    const Answer nobody = evidence.experiment.anonymous.last();
    const bool works = nobody.answered() && !nobody.isHtml() && (nobody.ok() || nobody.status == 401 || nobody.status == 403);
    if (works || !nobody.answered())
        return std::nullopt;
    return certainly({ StepId::Challenge, StepId::Realm }, { problem });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString problem = finding.about.value(0);
    QString text = Say::tr("“%1” is no address that a client could ask.").arg(evidence.challenge.realm);
    QStringList remedy { Say::tr("Write the whole address of the token server:"), block(u"auth:"_s), block(u"  token:"_s),
                         block(u"    realm: https://gitlab.example.com/jwt/auth"_s) };
    if (problem == "autoredirect"_L1) {
        text = Say::tr("The registry names its own /auth/token as the sign-in address (autoredirect), and nothing gives out tokens there.");
        remedy = { Say::tr("Switch that off, and name the token server:"), block(u"auth:"_s), block(u"  token:"_s),
                   block(u"    autoredirect: false"_s), block(u"    realm: https://gitlab.example.com/jwt/auth"_s) };
    } else if (problem == "double-slash"_L1) {
        text = Say::tr("There are two slashes in the path of “%1”: a trailing slash too many in the setting it is made from.")
                   .arg(evidence.challenge.realm);
        remedy = { Say::tr("Take the slash off the end:"), block(u"registry['token_realm'] = 'https://gitlab.example.com'"_s) };
    }
    if (evidence.isGitLab() && problem != "autoredirect"_L1)
        remedy += { Say::tr("At GitLab, in /etc/gitlab/gitlab.rb:"), block(u"registry['token_realm'] = 'https://gitlab.example.com'"_s),
                    block(u"sudo gitlab-ctl reconfigure"_s) };
    return { Say::tr("The registry names a sign-in address that cannot work."),
             text,
             remedy,
             { Say::tr("The challenge says realm=“%1”.").arg(evidence.challenge.realm) },
             {} };
}

static QStringList consequences() { return { u"realm-unreachable"_s, u"realm-answers-html"_s, u"realm-failing"_s, u"unknown-service"_s }; }

} // namespace realm_malformed

const Cause realmMalformed {
    "realm-malformed", Owner::RegistryAdministrator, Severity::Error, Layer::Realm,
    realm_malformed::rule, realm_malformed::words, realm_malformed::consequences,
};

} // namespace wharf::diagnosis::causes
