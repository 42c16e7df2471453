#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace credential_encoding {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const CredentialEvidence &credential = evidence.credential;
    if (!credential.given || credentialTaken(evidence) || credentialIgnored(evidence))
        return std::nullopt;
    if (credential.colonInUserName)
        return certainly({ StepId::Clients }, { u"colon"_s });
    if (credential.notAscii && credentialRefused(evidence))
        return likely({ StepId::Clients, StepId::Credential }, { u"not-ascii"_s }, { u"credential-rejected"_s });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const bool colon = finding.about.value(0) == "colon"_L1;
    return { colon ? Say::tr("The user name has a colon in it, and the protocol cannot carry that.")
                   : Say::tr("The user name or the secret has letters outside ASCII, which servers read in different ways."),
             colon ? Say::tr(
                 "HTTP Basic puts a colon between user name and password: what follows the first one counts as the password (RFC 7617).")
                   : Say::tr("HTTP Basic does not say in which encoding they are; clients send UTF-8, and some servers read Latin-1."),
             { colon ? Say::tr("Use a user name without a colon, or an access token that goes with any name.")
                     : Say::tr("Use an access token: it is made of letters and digits alone.") },
             threeWays(evidence),
             finding.certainty == Certainty::Certain
                 ? QString()
                 : Say::tr("A password of plain letters and digits: if it is taken, the encoding was it.") };
}

static QStringList consequences() { return { u"credential-rejected"_s, u"wrong-kind-of-secret"_s }; }

} // namespace credential_encoding

const Cause credentialEncoding {
    "credential-encoding", Owner::You, Severity::Error, Layer::Credential,
    credential_encoding::rule, credential_encoding::words, credential_encoding::consequences,
};

} // namespace wharf::diagnosis::causes
