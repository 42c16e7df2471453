#include "core/accounts/token_kind.h"

#include "core/accounts/routable_token.h"
#include "core/base/credential.h"
#include "core/registry/jwt.h"

#include <algorithm>
#include <array>

namespace wharf::accounts {

namespace {

struct KindName {
    TokenKind kind;
    const char *name;
};

constexpr std::array kindNames {
    KindName { TokenKind::Unknown, "unknown" },
    KindName { TokenKind::PersonalAccessToken, "personal-access-token" },
    KindName { TokenKind::ProjectAccessToken, "project-access-token" },
    KindName { TokenKind::GroupAccessToken, "group-access-token" },
    KindName { TokenKind::DeployToken, "deploy-token" },
    KindName { TokenKind::CiDeployToken, "ci-deploy-token" },
    KindName { TokenKind::CiJobToken, "ci-job-token" },
    KindName { TokenKind::CiRegistryUser, "ci-registry-user" },
    KindName { TokenKind::Password, "password" },
    KindName { TokenKind::DockerHubToken, "docker-hub-token" },
    KindName { TokenKind::GitHubToken, "github-token" },
    KindName { TokenKind::HarborRobot, "harbor-robot" },
    KindName { TokenKind::IdentityToken, "identity-token" },
    KindName { TokenKind::NotForRegistries, "not-for-registries" },
};

struct Prefix {
    const char *text;
    TokenKind kind;
    bool custom = false; ///< an instance may put a prefix of its own before it: `acme-glpat-`
};

/// GitLab: doc/security/tokens/_index.md; Docker Hub and GitHub: their documentation of tokens.
constexpr std::array prefixes {
    Prefix { "glpat-", TokenKind::PersonalAccessToken, true },
    Prefix { "gldt-", TokenKind::DeployToken, true },
    Prefix { "glcbt-", TokenKind::CiJobToken, true },
    Prefix { "gloas-", TokenKind::NotForRegistries, true },
    Prefix { "glrt-", TokenKind::NotForRegistries, true },
    Prefix { "glrtr-", TokenKind::NotForRegistries, true },
    Prefix { "glptt-", TokenKind::NotForRegistries, true },
    Prefix { "glft-", TokenKind::NotForRegistries, true },
    Prefix { "glimt-", TokenKind::NotForRegistries, true },
    Prefix { "glagent-", TokenKind::NotForRegistries, true },
    Prefix { "glsoat-", TokenKind::NotForRegistries, true },
    Prefix { "glffct-", TokenKind::NotForRegistries, true },
    Prefix { "glwt-", TokenKind::NotForRegistries, true },
    Prefix { "GR1348941", TokenKind::NotForRegistries },
    Prefix { "_gitlab_session=", TokenKind::NotForRegistries },
    Prefix { "dckr_pat_", TokenKind::DockerHubToken },
    Prefix { "dckr_oat_", TokenKind::DockerHubToken },
    Prefix { "github_pat_", TokenKind::GitHubToken },
    Prefix { "ghp_", TokenKind::GitHubToken },
    Prefix { "gho_", TokenKind::GitHubToken },
    Prefix { "ghs_", TokenKind::GitHubToken },
    Prefix { "ghu_", TokenKind::GitHubToken },
};

bool isTokenChar(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

/// Whether `-glpat-` stands in it like a prefix: after at most 20 plain characters, before at least 16. Shorter, it is
/// as well a password that somebody made up.
bool standsAfterCustomPart(QByteArrayView text, QByteArrayView prefix)
{
    constexpr qsizetype longestCustomPart = 20;
    constexpr qsizetype shortestRest = 16;
    const qsizetype at = text.first(std::min(text.size(), longestCustomPart + 1 + prefix.size())).indexOf(prefix);
    return at >= 2 && text[at - 1] == '-' && text.size() - at - prefix.size() >= shortestRest
        && std::all_of(text.begin(), text.end(), isTokenChar);
}

const Prefix *prefixOf(QByteArrayView text)
{
    for (const Prefix &prefix : prefixes) {
        if (text.startsWith(prefix.text))
            return &prefix;
    }
    for (const Prefix &prefix : prefixes) {
        if (prefix.custom && standsAfterCustomPart(text, prefix.text))
            return &prefix;
    }
    return nullptr;
}

TokenKind kindOfUserName(const QString &userName)
{
    if (userName == QLatin1String(Credential::identityTokenUser))
        return TokenKind::IdentityToken;
    if (userName == QLatin1String("gitlab-ci-token"))
        return TokenKind::CiJobToken;
    if (userName == QLatin1String("gitlab-deploy-token"))
        return TokenKind::CiDeployToken;
    if (userName.startsWith(QLatin1String("gitlab+deploy-token-")))
        return TokenKind::DeployToken;
    if (userName.startsWith(QLatin1String("robot$")))
        return TokenKind::HarborRobot;
    return TokenKind::Unknown;
}

QString requiredUserName(TokenKind kind)
{
    switch (kind) {
    case TokenKind::CiJobToken: return QStringLiteral("gitlab-ci-token");
    case TokenKind::CiDeployToken: return QStringLiteral("gitlab-deploy-token");
    case TokenKind::IdentityToken: return QLatin1String(Credential::identityTokenUser);
    default: return {};
    }
}

/// Without blanks, line ends, and the invisible characters that web pages hand over: no-break and zero-width space, BOM.
QByteArrayView withoutEdges(QByteArrayView text)
{
    constexpr std::array<QByteArrayView, 3> invisible { "\xc2\xa0", "\xe2\x80\x8b", "\xef\xbb\xbf" };
    for (qsizetype before = -1; before != text.size();) {
        before = text.size();
        text = text.trimmed();
        for (const QByteArrayView edge : invisible) {
            if (text.startsWith(edge))
                text = text.sliced(edge.size());
            if (text.endsWith(edge))
                text = text.chopped(edge.size());
        }
    }
    return text;
}

bool isMangled(QByteArrayView text, QByteArrayView trimmed)
{
    return trimmed.size() != text.size()
        || std::any_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; });
}

/// Job tokens come as JWTs, too, which know when they end. The signature, without which one is no secret, is not copied.
QDateTime expiryOfJobToken(QByteArrayView token, QByteArrayView prefix)
{
    const QByteArrayView jwt = token.sliced(token.indexOf(prefix) + prefix.size());
    const auto claims = registry::JwtClaims::decode(jwt.first(jwt.lastIndexOf('.') + 1));
    return claims ? claims->expires : QDateTime();
}

TokenLook look(const QString &userName, QByteArrayView text)
{
    TokenLook result;
    const QByteArrayView token = withoutEdges(text);
    result.mangled = isMangled(text, token);
    const Prefix *prefix = prefixOf(token);
    if (prefix) {
        result.kind = prefix->kind;
        result.prefix = QLatin1String(prefix->text);
        if (prefix->kind == TokenKind::CiJobToken)
            result.expires = expiryOfJobToken(token, prefix->text);
    }
    result.checksum = routableChecksum(token, prefix ? QByteArrayView(prefix->text) : QByteArrayView());

    const TokenKind byUserName = kindOfUserName(userName);
    if (!prefix)
        result.kind = byUserName;
    else if (result.kind == TokenKind::DeployToken && byUserName == TokenKind::CiDeployToken)
        result.kind = byUserName;
    // An instance may do without `glpat-`; a checksum that is right is no accident.
    if (result.kind == TokenKind::Unknown && result.checksum == Checksum::Right)
        result.kind = TokenKind::PersonalAccessToken;
    result.requiredUserName = requiredUserName(result.kind);
    return result;
}

} // namespace

QString tokenKindName(TokenKind kind)
{
    for (const KindName &entry : kindNames) {
        if (entry.kind == kind)
            return QLatin1String(entry.name);
    }
    Q_UNREACHABLE();
}

std::optional<TokenKind> tokenKindFromName(const QString &name)
{
    for (const KindName &entry : kindNames) {
        if (name == QLatin1String(entry.name))
            return entry.kind;
    }
    return std::nullopt;
}

TokenLook lookAtToken(const QString &userName, const Secret &secret)
{
    return secret.reveal([&](QByteArrayView text) { return look(userName, text); });
}

} // namespace wharf::accounts
