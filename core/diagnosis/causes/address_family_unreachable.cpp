#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace address_family_unreachable {

static std::optional<Ground> rule(const Evidence &evidence)
{
    for (const HostEvidence &host : evidence.hosts) {
        if (host.connected() || host.name.addresses.isEmpty() || host.name.localFamilies.isEmpty() || !host.proxy.address.isEmpty())
            continue;
        const auto family = [](const QString &address) { return address.contains(u':') ? u"ipv6"_s : u"ipv4"_s; };
        const bool none = std::none_of(host.name.addresses.begin(), host.name.addresses.end(), [&](const QString &address) {
            return host.name.localFamilies.contains(family(address)) || QHostAddress(address).isLoopback();
        });
        if (none)
            return certainly({ StepId::Name, StepId::Connect }, { nameOf(host), family(host.name.addresses.constFirst()) });
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString host = finding.about.value(0, registryName(evidence));
    const bool six = finding.about.value(1) == "ipv6"_L1;
    return { six ? Say::tr("%1 has only IPv6 addresses, and this machine has no IPv6.").arg(host)
                 : Say::tr("%1 has only IPv4 addresses, and this machine has no IPv4.").arg(host),
             Say::tr("The name resolves, and there is no way from here to any of its addresses."),
             { six ? Say::tr("Ask for an IPv4 address (A record) for the registry, or for IPv6 on this network.")
                   : Say::tr("Ask for NAT64 with DNS64 on this network, or for an IPv6 address (AAAA record) for the registry."),
               Say::tr("A forward proxy that has both families works, too (HTTPS_PROXY).") },
             { Say::tr("Addresses of another family: none. Ways out of this machine: the other family only.") },
             {} };
}

static QStringList consequences()
{
    return { u"timeout"_s, u"connection-refused"_s, u"path-mtu-or-routing"_s, u"daemon-disagrees"_s, u"realm-unreachable"_s };
}

} // namespace address_family_unreachable

const Cause addressFamilyUnreachable {
    "address-family-unreachable", Owner::Network, Severity::Error, Layer::Connect,
    address_family_unreachable::rule, address_family_unreachable::words, address_family_unreachable::consequences,
};

} // namespace wharf::diagnosis::causes
