#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace token_key_id_format {

// A 2.x registry looks keys up by libtrust's fingerprint: twelve groups of four.
static std::optional<Ground> rule(const Evidence &evidence)
{
    static const QRegularExpression libtrust(u"^([A-Z2-7]{4}:){11}[A-Z2-7]{4}$"_s);
    const QString &keyId = evidence.registry.token.keyId;
    if (!tokenInvalid(evidence) || keyId.isEmpty() || libtrust.match(keyId).hasMatch())
        return std::nullopt;
    if (!evidence.registry.withToken.header(u"docker-distribution-api-version"_s).startsWith("registry/2"_L1))
        return std::nullopt;
    return likely({ StepId::Token, StepId::SignIn }, { keyId }, { u"token-key-untrusted"_s, u"token-issuer-mismatch"_s });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    return { Say::tr("The token names its key in a form that this registry does not look up."),
             Say::tr("Registries of the 2.x line find a key by libtrust's fingerprint (ABCD:EFGH:…, twelve groups). This token says "
                     "kid=“%1”, so no key is found even if it is trusted.")
                 .arg(finding.about.value(0)),
             { Say::tr("Let the token server write the key id in libtrust's form, or send the certificate along (x5c)."),
               Say::tr("Or use a registry of the 3.x line, which takes JSON web key thumbprints.") },
             { Say::tr("kid in the token's header: %1").arg(finding.about.value(0)),
               answered(registryName(evidence), evidence.registry.withToken) },
             Say::tr("The registry's log: “token signed by untrusted key with ID”.") };
}

static QStringList consequences() { return { u"token-key-untrusted"_s }; }

} // namespace token_key_id_format

const Cause tokenKeyIdFormat {
    "token-key-id-format", Owner::RegistryAdministrator, Severity::Error, Layer::Registry,
    token_key_id_format::rule, token_key_id_format::words, token_key_id_format::consequences,
};

} // namespace wharf::diagnosis::causes
