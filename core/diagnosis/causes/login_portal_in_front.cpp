#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace login_portal_in_front {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (isPortal(evidence.challenge.ping) && !evidence.challenge.isRegistry())
        return certainly({ StepId::Ping }, { registryName(evidence), u"/v2/"_s });
    for (const Trial *trial : { &evidence.experiment.anonymous, &evidence.experiment.wrong, &evidence.experiment.real }) {
        if (isPortal(*trial))
            return certainly({ StepId::Realm }, { realmName(evidence), QUrl(evidence.challenge.realmUrl).path() });
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString where = finding.about.value(0, registryName(evidence));
    const QString path = finding.about.value(1, u"/v2/"_s);
    return { Say::tr("A sign-in portal or a bot check stands in front of %1, and no container client can get past it.").arg(where),
             Say::tr("It answers with a page for people (HTML), or sends them to one. Clients cannot fill it in; some even take the page "
                     "for “Login Succeeded”."),
             { Say::tr("Take this path out of the portal (bypass, skip_auth, allow-list):"), block(path),
               Say::tr("The registry does its own checking of every request there.") },
             { where == registryName(evidence) ? answered(where, evidence.challenge.ping.last())
                                               : answered(where, evidence.experiment.anonymous.last()),
               Say::tr("The answer is a page with a form or a check, or leads to one.") },
             {} };
}

static QStringList consequences()
{
    return { u"not-a-registry"_s, u"realm-answers-html"_s, u"wrong-virtual-host"_s, u"realm-redirects-to-other-host"_s,
             u"realm-redirect-loses-authorization"_s };
}

} // namespace login_portal_in_front

const Cause loginPortalInFront {
    "login-portal-in-front", Owner::ProxyAdministrator, Severity::Error, Layer::Registry,
    login_portal_in_front::rule, login_portal_in_front::words, login_portal_in_front::consequences,
};

} // namespace wharf::diagnosis::causes
