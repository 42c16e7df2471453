#pragma once

#include <QDate>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace wharf::sandbox {

enum class Visibility { Private, Internal, Public };
/// A project's `container_registry_access_level`.
enum class RegistryAccess { Disabled, Private, Enabled };
enum class Role { None = 0, Guest = 10, Reporter = 20, Developer = 30, Maintainer = 40, Owner = 50 };
enum class UserState { Active, Blocked, Deactivated };
enum class TokenOwner { Person, Project, Group, Impersonation, OAuth };
/// Whose texts are used where GitLab 19 announced other ones than GitLab 18.
enum class Wording { V18, V19 };

struct User {
    int id = 0;
    QString username;
    QString name;
    QString email;
    QString password; ///< empty: the user has none, as bots
    UserState state = UserState::Active;
    bool twoFactor = false;
    bool passwordExpired = false;
    bool ldap = false;
    bool admin = false;
    bool external = false;
    bool bot = false;
};

/// Who may do what under a project or a group, and under everything below it.
struct Membership {
    int userId = 0;
    QString path;
    Role role = Role::None;
};

/// Repository paths (`*` matches anything) that need a role for pushing.
struct RepositoryRule {
    QString pattern;
    Role pushRole = Role::Maintainer;
};

/// Tags that need a role, told to the registry in the token's `meta`. Patterns are RE2.
struct TagRule {
    QString pattern;
    Role pushRole = Role::Maintainer;
    Role deleteRole = Role::Maintainer;
    bool immutable = false;
};

struct Project {
    int id = 0;
    int rootNamespaceId = 1;
    QString path; ///< `group/sub/app`; capitals allowed, compared without
    Visibility visibility = Visibility::Private;
    RegistryAccess registry = RegistryAccess::Enabled;
    bool ci = true;
    QList<RepositoryRule> repositoryRules;
    QList<TagRule> tagRules;
    QStringList jobTokenAllowlist;   ///< projects whose jobs may pull here
    QStringList ipAllowlist;         ///< addresses; empty: everybody
    bool storageLimitReached = false;
    bool granularTokensOnly = false; ///< the namespace enforces fine-grained tokens
    QStringList repositories;        ///< container repositories that exist; `/jwt/auth` adds to it
};

/// A personal, project, group, impersonation or OAuth access token.
struct AccessToken {
    int id = 0;
    QString value;
    QString name;
    TokenOwner owner = TokenOwner::Person;
    int userId = 0;      ///< the person, or the bot of the project or group
    QString ownerPath;   ///< the project or group of a project's or group's token
    QStringList scopes;
    QStringList permissions; ///< of a granular token: `read_container_image`, `read_personal_access_token`
    QDate expiresAt;     ///< dead from the start of this day, UTC; invalid: never
    bool revoked = false;
    bool granular = false;
    QDateTime createdAt;
    int family = 0;      ///< tokens that came from one another by rotation; 0: its own id
};

struct DeployToken {
    int id = 0;
    QString name;
    QString username; ///< `gitlab+deploy-token-N` unless the owner chose another
    QString value;
    QStringList scopes;
    QStringList paths; ///< the projects or groups it is valid for
    QDateTime expiresAt;
    bool revoked = false;
};

struct Job {
    int id = 0;
    QString name;
    QString stage;
    QString ref;
    QString token;
    int projectId = 0;
    int userId = 0;
    bool running = true;
    bool erased = false;
    QDateTime tokenExpiresAt; ///< of a token in JWT form
};

struct IpBan {
    bool enabled = false;
    int maxRetry = 10;
    int findSeconds = 60;
    int banSeconds = 3600;
    QStringList exempt;
};

struct UniqueIps {
    bool enabled = false;
    int limit = 10;
    int windowSeconds = 3600;
};

struct Throttle {
    bool enabled = false;
    int requests = 300;
    int periodSeconds = 60;
    QString text = QStringLiteral("Retry later");
};

struct Settings {
    bool registryEnabled = true;
    bool maintenanceMode = false;
    bool externalAuthorization = false;
    bool passwordAuthentication = true; ///< for Git over HTTP, hence for the registry
    bool twoFactorRequired = false;
    bool impersonation = true;
    bool accessTokens = true;           ///< off: `disable_personal_access_tokens`
    int tokenLifetimeSeconds = 300;
    int clockOffsetSeconds = 0;         ///< how far GitLab's clock is ahead
    int namespaceDepthLimit = 22;       ///< a path has fewer components than this
    QString issuer = QStringLiteral("omnibus-gitlab-issuer");
    QString version = QStringLiteral("18.0.2");
    QString relativeUrl;                ///< `/gitlab` for a relative-URL install
    Wording wording = Wording::V18;
    IpBan ipBan;
    UniqueIps uniqueIps;
    Throttle throttle;
};

/// Everything a GitLab knows that bears on its registry. A value: tests copy it, change it, and set it.
struct GitLabWorld {
    Settings settings;
    QList<User> users;
    QList<Membership> memberships;
    QList<Project> projects;
    QList<AccessToken> accessTokens;
    QList<DeployToken> deployTokens;
    QList<Job> jobs;

    [[nodiscard]] const User *user(int id) const;
    [[nodiscard]] const User *userNamed(const QString &nameOrEmail) const;
    [[nodiscard]] const Project *project(int id) const;
    /// Compares without case.
    [[nodiscard]] const Project *projectAt(const QString &path) const;
    [[nodiscard]] const AccessToken *accessToken(const QString &value) const;
    [[nodiscard]] const DeployToken *deployToken(const QString &value) const;
    [[nodiscard]] const Job *jobWithToken(const QString &value) const;
    /// The highest role on the project or a group above it. Admins are owners.
    [[nodiscard]] Role role(int userId, const Project &project) const;
};

/// True when `path` is `root` or lies below it. Compares without case.
[[nodiscard]] bool isAtOrBelow(const QString &path, const QString &root);

} // namespace wharf::sandbox
