#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace tls_version_or_cipher {

static bool noCommonTongue(const HostEvidence &host)
{
    const TlsEvidence &tls = host.tls;
    if (!tls.tried || tls.clientCertificateAsked || tls.done())
        return false;
    static const QStringList alerts { u"handshake failure"_s, u"protocol version"_s, u"insufficient security"_s,
                                      u"no application protocol"_s };
    return !tls.takesOnly.isEmpty() || (tls.outcome == "alert"_L1 && alerts.contains(tls.alert));
}

static std::optional<Ground> rule(const Evidence &evidence)
{
    const HostEvidence *host = firstHost(evidence, noCommonTongue);
    if (!host)
        return std::nullopt;
    const QStringList about { nameOf(*host), host->tls.takesOnly };
    return host->tls.takesOnly.isEmpty() ? likely({ StepId::Tls }, about, { u"client-certificate-required"_s })
                                         : certainly({ StepId::Tls }, about);
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString host = finding.about.value(0, registryName(evidence));
    const QString only = finding.about.value(1);
    return {
        Say::tr("%1 and today's clients have no TLS version or cipher in common.").arg(host),
        only.isEmpty() ? Say::tr("The server broke the handshake off at once (“remote error: tls: handshake failure”).")
                       : Say::tr("The server takes %1, which clients gave up for being unsafe.").arg(only),
        { Say::tr("Let the server offer TLS 1.2 and 1.3 with today's ciphers; for nginx:"), block(u"ssl_protocols TLSv1.2 TLSv1.3;"_s),
          block(
              u"ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;"_s) },
        { only.isEmpty() ? Say::tr("It ended the handshake right after the first message, and asked for no client certificate.")
                         : Say::tr("A handshake with %1 went through.").arg(only) },
        finding.certainty == Certainty::Certain ? QString() : Say::tr("openssl s_client with older versions and ciphers.")
    };
}

} // namespace tls_version_or_cipher

const Cause tlsVersionOrCipher {
    "tls-version-or-cipher", Owner::RegistryAdministrator, Severity::Error, Layer::Tls,
    tls_version_or_cipher::rule, tls_version_or_cipher::words,
};

} // namespace wharf::diagnosis::causes
