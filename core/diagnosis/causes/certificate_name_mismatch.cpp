#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace certificate_name_mismatch {

static bool hasOtherNames(const HostEvidence &host)
{
    if (!host.tls.done() || host.tls.nameMatches || host.tls.chain.isEmpty())
        return false;
    const CertificateEvidence &leaf = host.tls.chain.constFirst();
    return !leaf.dnsNames.isEmpty() || !leaf.ipAddresses.isEmpty();
}

static std::optional<Ground> rule(const Evidence &evidence)
{
    const HostEvidence *host = firstHost(evidence, hasOtherNames);
    if (!host)
        return std::nullopt;
    const CertificateEvidence &leaf = host->tls.chain.constFirst();
    return certainly({ StepId::Tls, StepId::Name },
                     { nameOf(*host), (leaf.dnsNames + leaf.ipAddresses).mid(0, 8).join(u", "_s), host->name.hostsFile.join(u", "_s) });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString host = finding.about.value(0, registryName(evidence));
    QStringList remedy { Say::tr("Use a name that the certificate has: %1.").arg(finding.about.value(1)),
                         Say::tr("Or get a certificate for %1, with it among the subject alternative names.").arg(host) };
    QStringList why { Say::tr("The certificate is for %1.").arg(finding.about.value(1)) };
    if (!finding.about.value(2).isEmpty()) {
        remedy.prepend(Say::tr("/etc/hosts on this machine sends this name to %1. Is that entry still right? Take it out if not.")
                           .arg(finding.about.value(2)));
        why.append(Say::tr("/etc/hosts says %1.").arg(finding.about.value(2)));
    }
    return { Say::tr("The certificate that answers for %1 is for another name.").arg(host),
             Say::tr("Either the server has the wrong certificate, or this name leads to the wrong server. Clients stop here (“x509: "
                     "certificate is valid for …, not …”)."),
             remedy,
             why,
             {} };
}

} // namespace certificate_name_mismatch

const Cause certificateNameMismatch {
    "certificate-name-mismatch", Owner::RegistryAdministrator, Severity::Error, Layer::Tls,
    certificate_name_mismatch::rule, certificate_name_mismatch::words,
};

} // namespace wharf::diagnosis::causes
