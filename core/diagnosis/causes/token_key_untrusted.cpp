#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace token_key_untrusted {

// What is left of `invalid_token` once time, audience, an issuer that is visibly none and the key's form are ruled out.
static std::optional<Ground> rule(const Evidence &evidence)
{
    if (!tokenInvalid(evidence))
        return std::nullopt;
    return likely({ StepId::Token, StepId::SignIn }, { evidence.registry.token.keyId, evidence.registry.token.issuer },
                  { u"token-issuer-mismatch"_s });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    QStringList remedy;
    if (evidence.isGitLab()) {
        remedy = { Say::tr("On the GitLab server, compare the key that signs with the certificate that the registry trusts:"),
                   block(u"openssl rsa  -noout -modulus -in /var/opt/gitlab/gitlab-rails/etc/gitlab-registry.key | openssl sha256"_s),
                   block(u"openssl x509 -noout -modulus -in /var/opt/gitlab/registry/gitlab-registry.crt | openssl sha256"_s),
                   Say::tr("If they differ, take the registry section out of /etc/gitlab/gitlab-secrets.json (keep a copy) and run:"),
                   block(u"sudo gitlab-ctl reconfigure"_s),
                   Say::tr("Compare registry['issuer'] or gitlab_rails['registry_issuer'] with the issuer named below, too.") };
    } else {
        remedy = { Say::tr("Give the registry the certificate of the key that signs the tokens:"),
                   block(u"auth:"_s),
                   block(u"  token:"_s),
                   block(u"    rootcertbundle: /path/to/token-server.crt"_s),
                   block(u"    issuer: %1"_s.arg(finding.about.value(1))),
                   Say::tr("Then restart the registry.") };
    }
    return {
        Say::tr("The registry does not trust the key that the token server signs with."),
        Say::tr("A token was issued and its times and audience are right, and the registry still says invalid_token. What is left is the "
                "key, or the issuer's name “%1”.")
            .arg(finding.about.value(1)),
        remedy,
        { Say::tr("Token: signed with key %1, issuer %2.")
              .arg(finding.about.value(0).isEmpty() ? Say::tr("(no id)") : finding.about.value(0), finding.about.value(1)),
          answered(registryName(evidence), evidence.registry.withToken) },
        Say::tr(
            "The registry's log: “token signed by untrusted key with ID” means the key; “token from untrusted issuer” means the name.")
    };
}

} // namespace token_key_untrusted

const Cause tokenKeyUntrusted {
    "token-key-untrusted", Owner::RegistryAdministrator, Severity::Error, Layer::Registry,
    token_key_untrusted::rule, token_key_untrusted::words,
};

} // namespace wharf::diagnosis::causes
