#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace realm_failing {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const ExperimentEvidence &trials = evidence.experiment;
    if (evidence.challenge.isBasicOnly() || isVendorHost(QUrl(evidence.challenge.realmUrl).host()))
        return std::nullopt;
    for (const Trial *trial : { &trials.real, &trials.anonymous, &trials.wrong }) {
        const Answer answer = trial->last();
        if (trial->made && answer.status >= 500)
            return certainly({ StepId::Realm }, { QString::number(answer.status) });
        if (trial->made && !answer.answered() && answer.failure && answer.failure->kind == Kind::Timeout)
            return certainly({ StepId::Realm }, { u"timeout"_s });
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString what = finding.about.value(0);
    const bool late = what == "timeout"_L1;
    QStringList remedy { late ? Say::tr("Look at the load of the token server; Docker gives up after 15 seconds.")
                              : Say::tr("Look into the token server's log at the time of this run.") };
    if (evidence.isGitLab())
        remedy += { block(u"sudo gitlab-ctl tail gitlab-rails"_s),
                    Say::tr("A 500 with a valid credential alone is often the signing key that GitLab cannot read:"),
                    block(u"sudo gitlab-rake gitlab:check"_s) };
    return { late ? Say::tr("The token server %1 takes the connection and does not answer in time.").arg(realmName(evidence))
                  : Say::tr("The token server %1 is broken: it answers %2.").arg(realmName(evidence), what),
             Say::tr(
                 "The registry itself is well. Clients name the registry in their message all the same, because that is where they began."),
             remedy,
             threeWays(evidence),
             {} };
}

} // namespace realm_failing

const Cause realmFailing {
    "realm-failing", Owner::GitLabAdministrator, Severity::Error, Layer::Realm,
    realm_failing::rule, realm_failing::words,
};

} // namespace wharf::diagnosis::causes
