#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace realm_unreachable {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const HostEvidence *realm = firstHost(evidence, isRealm);
    const QUrl url(evidence.challenge.realmUrl);
    if (!realm || url.host().isEmpty() || realm->connected() || !evidence.challenge.ping.last().answered())
        return std::nullopt;
    if (!realm->name.problem.isEmpty() && !realm->name.literal && realm->name.looked)
        return certainly({ StepId::Challenge, StepId::Name }, { nameOf(*realm), u"name"_s });
    if (realm->connects.isEmpty() || realm->defaultPortAnswers)
        return std::nullopt;
    const bool inner = isPrivateHost(url.host()) && !isPrivateHost(QUrl(evidence.challenge.api).host());
    return certainly({ StepId::Challenge, StepId::Connect }, { nameOf(*realm), inner ? u"inner"_s : u"connect"_s });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString realm = finding.about.value(0, realmName(evidence));
    const QString why = finding.about.value(1);
    QString text = Say::tr("The registry sends everybody there to sign in, and nothing can be reached at that address from here.");
    if (why == "name"_L1)
        text = Say::tr("The registry sends everybody there to sign in, and that name does not resolve here. A name inside a cluster or of "
                       "a container means nothing outside.");
    else if (why == "inner"_L1)
        text = Say::tr("The registry sends everybody there to sign in, and that is an address of the server's own inside: localhost, a "
                       "container, a private network.");
    QStringList remedy { Say::tr("Let the registry name the address that people use:") };
    if (evidence.isGitLab())
        remedy += { block(u"registry['token_realm'] = 'https://gitlab.example.com'"_s), block(u"sudo gitlab-ctl reconfigure"_s) };
    else
        remedy += { block(u"auth:"_s), block(u"  token:"_s), block(u"    realm: https://auth.example.com/token"_s) };
    remedy.append(Say::tr("If the address is right, open the way to it from this network."));
    return { Say::tr("The registry's sign-in address, %1, cannot be reached from here.").arg(realm),
             text,
             remedy,
             { Say::tr("The challenge says realm=“%1”.").arg(evidence.challenge.realm),
               answered(registryName(evidence), evidence.challenge.ping.last()) },
             {} };
}

static QStringList consequences() { return { u"realm-answers-html"_s, u"realm-failing"_s }; }

} // namespace realm_unreachable

const Cause realmUnreachable {
    "realm-unreachable", Owner::GitLabAdministrator, Severity::Error, Layer::Realm,
    realm_unreachable::rule, realm_unreachable::words, realm_unreachable::consequences,
};

} // namespace wharf::diagnosis::causes
