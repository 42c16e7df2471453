#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

#include <QHostAddress>

namespace wharf::diagnosis::causes {

namespace certificate_without_san {

static bool hasNoNames(const HostEvidence &host)
{
    if (!host.tls.done() || host.tls.nameMatches || host.tls.chain.isEmpty())
        return false;
    const CertificateEvidence &leaf = host.tls.chain.constFirst();
    // Addresses are no names: Go then says "not valid for any names".
    return leaf.dnsNames.isEmpty() && (leaf.ipAddresses.isEmpty() || QHostAddress(host.host).isNull());
}

static std::optional<Ground> rule(const Evidence &evidence)
{
    const HostEvidence *host = firstHost(evidence, hasNoNames);
    if (!host)
        return std::nullopt;
    return certainly({ StepId::Tls }, { nameOf(*host), host->tls.chain.constFirst().subject });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString host = finding.about.value(0, registryName(evidence));
    const QString bare = QUrl(u"https://"_s + host).host();
    return { Say::tr("The certificate of %1 has no host name where clients look for one (subject alternative name).").arg(host),
             Say::tr("It names its host in the common name only (%1). curl and openssl still take that; Docker, Podman and all else "
                     "written in Go do not: "
                     "“x509: certificate relies on legacy Common Name field”.")
                 .arg(finding.about.value(1)),
             { Say::tr("Make it again with the name where it belongs:"),
               block(u"openssl req -x509 -newkey rsa:2048 -nodes -days 365 -keyout key.pem -out cert.pem \\"_s),
               block(u"  -subj '/CN=%1' -addext 'subjectAltName=%2:%1'"_s.arg(bare, QHostAddress(bare).isNull() ? u"DNS"_s : u"IP"_s)) },
             { Say::tr("There is no host name among its subject alternative names.") },
             {} };
}

static QStringList consequences() { return { u"certificate-name-mismatch"_s }; }

} // namespace certificate_without_san

const Cause certificateWithoutSan {
    "certificate-without-san", Owner::RegistryAdministrator, Severity::Error, Layer::Tls,
    certificate_without_san::rule, certificate_without_san::words, certificate_without_san::consequences,
};

} // namespace wharf::diagnosis::causes
