#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace certificate_chain_incomplete {

static std::optional<Ground> rule(const Evidence &evidence)
{
    for (const HostEvidence &host : evidence.hosts) {
        if (!lacksIntermediate(host))
            continue;
        const QStringList about { nameOf(host), host.tls.chain.constLast().issuer, QString::number(host.tls.chain.size()) };
        return host.tls.completeWithKnownIntermediate ? certainly({ StepId::Tls }, about)
                                                      : likely({ StepId::Tls }, about, { u"private-ca-not-trusted"_s });
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString host = finding.about.value(0, registryName(evidence));
    return { Say::tr("%1 does not send its intermediate certificate, so clients cannot follow the chain.").arg(host),
             Say::tr("Browsers find the missing link by themselves, Docker does not: “x509: certificate signed by unknown authority”."),
             { Say::tr("Let the server send the whole chain, the leaf first: with Let's Encrypt use fullchain.pem, not cert.pem. Else:"),
               block(u"cat server.crt intermediate.crt > fullchain.crt"_s), Say::tr("nginx takes it as:"),
               block(u"ssl_certificate /path/to/fullchain.crt;"_s) },
             { Say::tr("Certificates sent: %1. The last one was issued by %2, which was not sent.").arg(finding.about.value(2), finding.about.value(1)),
               finding.certainty == Certainty::Certain ? Say::tr("With the missing one added, the chain verifies.")
                                                       : Say::tr("The certificate says where the missing one can be had.") },
             finding.certainty == Certainty::Certain ? QString() : Say::tr("The chain with the intermediate added: does it verify?") };
}

static QStringList consequences() { return { u"private-ca-not-trusted"_s, u"tls-inspected"_s, u"daemon-disagrees"_s }; }

} // namespace certificate_chain_incomplete

const Cause certificateChainIncomplete {
    "certificate-chain-incomplete", Owner::RegistryAdministrator, Severity::Error, Layer::Tls,
    certificate_chain_incomplete::rule, certificate_chain_incomplete::words, certificate_chain_incomplete::consequences,
};

} // namespace wharf::diagnosis::causes
