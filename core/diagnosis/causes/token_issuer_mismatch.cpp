#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace token_issuer_mismatch {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (!tokenInvalid(evidence) || evidence.registry.token.opaque)
        return std::nullopt;
    static const QRegularExpression placeholder(
        u"^(acme auth server|issuer|token-issuer|auth|changeme|change-me|sample|test|none|null|undefined|your-.*|<.*>|\\$\\{?.*|.*example\\.(com|org)|localhost(:\\d+)?)$"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QString issuer = evidence.registry.token.issuer.trimmed();
    const bool othersProduct = evidence.isGitLab()
        && (issuer.startsWith("harbor"_L1) || issuer.contains("portus"_L1, Qt::CaseInsensitive) || issuer == "auth.docker.io"_L1);
    if (issuer.isEmpty())
        return certainly({ StepId::Token, StepId::SignIn }, { issuer });
    if (placeholder.match(issuer).hasMatch() || othersProduct)
        return likely({ StepId::Token, StepId::SignIn }, { issuer }, { u"token-key-untrusted"_s });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString issuer = finding.about.value(0);
    return { issuer.isEmpty() ? Say::tr("The token does not say who issued it, and the registry takes no token without.")
                              : Say::tr("The token's issuer is “%1”, which looks like a value nobody set.").arg(issuer),
             Say::tr("The registry compares the issuer in the token, letter by letter, with the one in its configuration."),
             { Say::tr("Make them equal. In the registry:"), block(u"auth:"_s), block(u"  token:"_s), block(u"    issuer: NAME"_s),
               evidence.isGitLab() ? Say::tr("In GitLab's /etc/gitlab/gitlab.rb:") : Say::tr("In the token server, the same name."),
               block(evidence.isGitLab() ? u"gitlab_rails['registry_issuer'] = 'NAME'"_s : u"issuer: NAME"_s) },
             { Say::tr("iss in the token: “%1”.").arg(issuer), answered(registryName(evidence), evidence.registry.withToken) },
             finding.certainty == Certainty::Certain ? QString() : Say::tr("The registry's log: “token from untrusted issuer”.") };
}

static QStringList consequences() { return { u"token-key-untrusted"_s, u"token-key-id-format"_s }; }

} // namespace token_issuer_mismatch

const Cause tokenIssuerMismatch {
    "token-issuer-mismatch", Owner::RegistryAdministrator, Severity::Error, Layer::Registry,
    token_issuer_mismatch::rule, token_issuer_mismatch::words, token_issuer_mismatch::consequences,
};

} // namespace wharf::diagnosis::causes
