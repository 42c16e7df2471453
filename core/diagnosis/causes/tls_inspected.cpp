#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace tls_inspected {

static std::optional<Ground> rule(const Evidence &evidence)
{
    for (const HostEvidence &host : evidence.hosts) {
        if (const CertificateEvidence *certificate = inspector(host)) {
            const QStringList about { nameOf(host), certificate->issuer, host.role };
            return isVendorHost(host.host) ? certainly({ StepId::Tls }, about)
                                           : likely({ StepId::Tls }, about, { u"private-ca-not-trusted"_s });
        }
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString host = finding.about.value(0, registryName(evidence));
    return {
        Say::tr("Something on this network opens the encrypted connection to %1 and re-signs it: %2.").arg(host, finding.about.value(1)),
        Say::tr("A company's proxy or a virus scanner does this. Browsers here know its authority; Docker does not, and says “x509: "
                "certificate signed by unknown authority”."),
        { Say::tr("Ask the network's administrator for the proxy's authority certificate, and trust it on the machine where the Docker "
                  "daemon runs:"),
          block(u"sudo cp proxy-ca.crt /usr/local/share/ca-certificates/ && sudo update-ca-certificates"_s),
          block(u"sudo systemctl restart docker"_s), Say::tr("Or have %1 exempted from inspection.").arg(host) },
        { Say::tr("The certificate shown for %1 was issued by %2.").arg(host, finding.about.value(1)) },
        finding.certainty == Certainty::Certain ? QString() : Say::tr("The same host from another network: does it show another issuer?")
    };
}

static QStringList consequences() { return { u"private-ca-not-trusted"_s, u"storage-redirect-unreachable"_s }; }

} // namespace tls_inspected

const Cause tlsInspected {
    "tls-inspected", Owner::Network, Severity::Error, Layer::Tls,
    tls_inspected::rule, tls_inspected::words, tls_inspected::consequences,
};

} // namespace wharf::diagnosis::causes
