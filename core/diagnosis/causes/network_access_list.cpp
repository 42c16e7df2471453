#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace network_access_list {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const std::optional<Answer> answer = answerSaying(evidence,
                                                      { u"is not allowed access"_s, u"not in the allow"_s, u"not on the allow"_s,
                                                        u"IP address is not allowed"_s, u"your IP address has been blocked"_s,
                                                        u"ip not whitelisted"_s, u"IP restriction"_s });
    if (!answer)
        return std::nullopt;
    static const QRegularExpression address(u"(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){3,7})"_s);
    return certainly({ StepId::Ping, StepId::Credential },
                     { address.match(answer->errorMessage() + u' ' + answer->body).captured(1), answer->errorMessage() });
}

static FindingWords words(const Finding &finding, const Evidence &)
{
    const QString address = finding.about.value(0);
    return { Say::tr("The registry lets in certain networks only, and this one is not among them."),
             address.isEmpty() ? Say::tr("The account plays no part in it.")
                               : Say::tr("It sees you as %1. The account plays no part in it.").arg(address),
             { address.isEmpty() ? Say::tr("Ask the registry's administrator to allow your network's outside address.")
                                 : Say::tr("Ask the registry's administrator to allow this address:"),
               block(address.isEmpty() ? u"curl https://ifconfig.me"_s : address),
               Say::tr("Or go through the VPN or network that is allowed.") },
             { Say::tr("It says: “%1”.").arg(finding.about.value(1)) },
             {} };
}

static QStringList consequences() { return { u"no-permission-on-repository"_s, u"token-lacks-registry-scope"_s, u"not-a-registry"_s }; }

} // namespace network_access_list

const Cause networkAccessList {
    "network-access-list", Owner::RegistryAdministrator, Severity::Error, Layer::Registry,
    network_access_list::rule, network_access_list::words, network_access_list::consequences,
};

} // namespace wharf::diagnosis::causes
