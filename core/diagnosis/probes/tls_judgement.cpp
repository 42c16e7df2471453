#include "core/diagnosis/probes/tls_judgement.h"

#include "core/diagnosis/probes/certificate_reading.h"

#include <algorithm>

namespace wharf::diagnosis {

namespace {

// A chain that people use has four; a server may send anything.
constexpr std::size_t shownCertificates = 10;

} // namespace

void judgeCertificates(const Chain &chain, const QUrl &url, const WireSettings &settings, const QDateTime &now, TlsEvidence &evidence)
{
    if (chain.empty())
        return;
    for (std::size_t i = 0; i < std::min(chain.size(), shownCertificates); ++i)
        evidence.chain << readCertificate(chain.at(i).get());
    evidence.nameMatches = nameMatches(evidence.chain.constFirst(), url.host(QUrl::FullyEncoded));

    const AuthorityFiles files = authorityFilesFor(settings.authoritiesOf + QList<QUrl> { url }, settings.network);
    TrustStore trust;
    trust.addSystem(settings.system);
    ChainVerdict verdict = verifyChain(trust, chain, {}, false);
    evidence.trustedBySystem = verdict.trusted;
    if (!files.docker.isEmpty()) {
        trust.addFiles(files.docker);
        verdict = verifyChain(trust, chain, {}, false);
    }
    evidence.chainTrusted = verdict.trusted;
    evidence.chainProblem = verdict.problem;
    trust.addFiles(files.account);
    const bool trustedAtAll = verdict.trusted || verifyChain(trust, chain, {}, false).trusted;
    evidence.trustedByAccount = !files.account.isEmpty() && trustedAtAll;

    // Like Go: an old certificate that was sent besides and that the chain does without harms nobody.
    evidence.datesValid = trustedAtAll ? verifyChain(trust, chain, {}, true).trusted
                                       : std::all_of(evidence.chain.cbegin(), evidence.chain.cend(), [&now](const CertificateEvidence &one) {
                                             return datesValid(one, now);
                                         });
    if (!trustedAtAll)
        evidence.completeWithKnownIntermediate
            = verifyChain(trust, chain, certificatesAround(settings.network.certificates, files.account), false).trusted;
}

bool completesWith(const Chain &chain, const Chain &known, const QUrl &url, const WireSettings &settings)
{
    const AuthorityFiles files = authorityFilesFor(settings.authoritiesOf + QList<QUrl> { url }, settings.network);
    TrustStore trust;
    trust.addSystem(settings.system);
    trust.addFiles(files.docker + files.account);
    return verifyChain(trust, chain, known, false).trusted;
}

} // namespace wharf::diagnosis
