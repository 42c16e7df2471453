#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace realm_in_clear_text {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const QUrl realm(evidence.challenge.realmUrl);
    if (realm.scheme() != "http"_L1 || evidence.challenge.overPlainHttp || QUrl(evidence.challenge.api).scheme() != "https"_L1
        || isLoopbackHost(realm.host()))
        return std::nullopt;
    for (const Answer &hop : evidence.experiment.anonymous.hops) {
        if (hop.location().scheme() == "https"_L1)
            return std::nullopt; // the redirect is the finding
    }
    if (!evidence.experiment.anonymous.last().answered() && !evidence.experiment.real.last().answered())
        return std::nullopt;
    return certainly({ StepId::Challenge, StepId::Realm }, { realm.toString(QUrl::RemoveQuery) });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    QUrl safe(finding.about.value(0));
    safe.setScheme(u"https"_s);
    QStringList remedy { Say::tr("Let the registry name https:// as its realm:"), block(safe.toString()) };
    if (evidence.isGitLab())
        remedy += { Say::tr("In /etc/gitlab/gitlab.rb:"), block(u"external_url 'https://%1'"_s.arg(hostAndPort(safe))),
                    block(u"sudo gitlab-ctl reconfigure"_s) };
    else
        remedy += passOutsideAddress(frontOf(evidence.challenge.ping.last()));
    remedy.append(Say::tr("Then replace the tokens that were used: somebody may have read them."));
    return { Say::tr("The password travels in the clear: the registry is https, and its sign-in address is http."),
             Say::tr("Everybody on the way can read the user name and the token sent to %1.").arg(finding.about.value(0)),
             remedy,
             { Say::tr("The challenge says realm=“%1”.").arg(evidence.challenge.realm) },
             {} };
}

} // namespace realm_in_clear_text

const Cause realmInClearText {
    "realm-in-clear-text", Owner::GitLabAdministrator, Severity::Warning, Layer::Realm,
    realm_in_clear_text::rule, realm_in_clear_text::words,
};

} // namespace wharf::diagnosis::causes
