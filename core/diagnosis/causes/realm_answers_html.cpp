#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace realm_answers_html {

static bool givesNoToken(const Answer &answer)
{
    if (!answer.answered() || answer.status >= 500 || isThrottle(answer) || answer.isRedirect())
        return false;
    if (answer.isHtml())
        return true;
    const bool json = answer.body.trimmed().startsWith(u'{');
    return (answer.ok() && !json) || (answer.status == 404 && answer.errorCode().isEmpty());
}

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (evidence.challenge.isBasicOnly() || evidence.challenge.realmUrl.isEmpty())
        return std::nullopt;
    const ExperimentEvidence &trials = evidence.experiment;
    for (const Trial *trial : { &trials.real, &trials.anonymous, &trials.wrong }) {
        if (trial->made && !isPortal(*trial) && givesNoToken(trial->last()))
            return certainly({ StepId::Realm }, { QString::number(trial->last().status), trial->last().mediaType() });
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    return { Say::tr("The sign-in address %1 answers with something else than a token.").arg(realmName(evidence)),
             Say::tr("It says %1 with a page or a text. Clients print “unable to decode token response” or “invalid character '<'”.")
                 .arg(finding.about.value(0)),
             { Say::tr("Let the realm lead to the token service itself; at GitLab its path is:"), block(u"/jwt/auth"_s),
               Say::tr("Let the proxy pass that path to GitLab unchanged.") },
             QStringList { Say::tr("The challenge says realm=“%1”.").arg(evidence.challenge.realm) } + threeWays(evidence),
             {} };
}

static QStringList consequences() { return { u"client-sent-no-credential"_s }; }

} // namespace realm_answers_html

const Cause realmAnswersHtml {
    "realm-answers-html", Owner::GitLabAdministrator, Severity::Error, Layer::Realm,
    realm_answers_html::rule, realm_answers_html::words, realm_answers_html::consequences,
};

} // namespace wharf::diagnosis::causes
