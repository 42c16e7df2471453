#pragma once

#include "core/base/secret.h"

#include <QDateTime>
#include <QString>

#include <cstdint>
#include <optional>

namespace wharf::accounts {

/// What a secret is, as far as its looks and its registry tell.
enum class TokenKind : std::uint8_t {
    Unknown,             ///< a password or anything else
    PersonalAccessToken, ///< GitLab; also project, group and service-account tokens until the REST API says which
    ProjectAccessToken,
    GroupAccessToken,
    DeployToken,
    CiDeployToken,   ///< CI_DEPLOY_USER
    CiJobToken,      ///< CI_JOB_TOKEN, user gitlab-ci-token
    CiRegistryUser,  ///< CI_REGISTRY_USER
    Password,
    DockerHubToken,  ///< dckr_pat_, dckr_oat_
    GitHubToken,     ///< ghp_, github_pat_, gho_, ghs_
    HarborRobot,     ///< robot$…
    IdentityToken,   ///< OAuth2 refresh token
    NotForRegistries ///< glrt-, gloas-, glptt-, glft-, …: cannot be a registry password
};

/// The stable name used in the account file and in JSON: `personal-access-token`, `deploy-token`, …
[[nodiscard]] QString tokenKindName(TokenKind kind);
[[nodiscard]] std::optional<TokenKind> tokenKindFromName(const QString &name);

enum class Checksum { None, Right, Wrong };

/// What can be said about a pasted secret without asking anybody.
struct TokenLook {
    TokenKind kind = TokenKind::Unknown;
    /// The prefix that told: `glpat-`, `glrt-`. Empty where none did. Never more of the token.
    QString prefix;
    /// GitLab's routable tokens carry a CRC-32 (lib/authn/token_field/generator/routable_token.rb): Wrong means a
    /// truncated or mistyped paste.
    Checksum checksum = Checksum::None;
    /// The user name this kind must go with; empty where any will do.
    QString requiredUserName;
    /// True when the secret has blanks or line ends at its edges, or control characters within.
    bool mangled = false;
    /// A JWT-form job token's own `exp`; invalid elsewhere.
    QDateTime expires;
};

/// Recognises by prefix (after an optional custom part), by the user name, then by form. A prefix is a hint: instances may
/// change it, and an unknown one is not an error.
[[nodiscard]] TokenLook lookAtToken(const QString &userName, const Secret &secret);

} // namespace wharf::accounts
