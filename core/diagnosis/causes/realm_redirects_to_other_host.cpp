#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace realm_redirects_to_other_host {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const ExperimentEvidence &trials = evidence.experiment;
    for (const Trial *trial : { &trials.real, &trials.wrong, &trials.anonymous }) {
        for (const Answer &hop : trial->hops) {
            const QUrl from(hop.url);
            const QUrl to = hop.location();
            if (hop.isRedirect() && to.isValid() && !to.host().isEmpty() && from.host() != to.host()) {
                const QStringList about { hostAndPort(from), hostAndPort(to), to.toString(QUrl::RemoveQuery) };
                return to.host().endsWith(u'.' + from.host()) ? likely({ StepId::Realm }, about) : certainly({ StepId::Realm }, about);
            }
        }
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString to = finding.about.value(1);
    QStringList remedy { Say::tr("Let the registry name the final address as its realm:"), block(finding.about.value(2)) };
    if (evidence.isGitLab())
        remedy += { Say::tr("In /etc/gitlab/gitlab.rb:"), block(u"registry['token_realm'] = 'https://%1'"_s.arg(to)),
                    block(u"sudo gitlab-ctl reconfigure"_s) };
    return { Say::tr("The sign-in address leads on to another host, %1, and no client takes a password there.").arg(to),
             Say::tr("A password given for %1 is not handed to %2: every client drops it at such a redirect, and asks there as nobody.")
                 .arg(finding.about.value(0), to),
             remedy, QStringList { Say::tr("%1 leads to %2.").arg(finding.about.value(0), finding.about.value(2)) } + threeWays(evidence),
             finding.certainty == Certainty::Certain ? QString()
                                                     : Say::tr("Some clients keep the header for a name below the first one.") };
}

static QStringList consequences()
{
    return { u"realm-redirect-loses-authorization"_s,
             u"authorization-header-stripped"_s,
             u"realm-in-clear-text"_s,
             u"token-lacks-registry-scope"_s,
             u"client-sent-no-credential"_s,
             u"realm-answers-html"_s,
             u"credential-rejected"_s,
             u"no-permission-on-repository"_s };
}

} // namespace realm_redirects_to_other_host

const Cause realmRedirectsToOtherHost {
    "realm-redirects-to-other-host", Owner::GitLabAdministrator, Severity::Error, Layer::Realm,
    realm_redirects_to_other_host::rule, realm_redirects_to_other_host::words, realm_redirects_to_other_host::consequences,
};

} // namespace wharf::diagnosis::causes
