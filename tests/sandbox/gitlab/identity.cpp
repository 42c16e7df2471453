#include "tests/sandbox/gitlab/identity.h"

namespace wharf::sandbox {

namespace {

constexpr Abilities everything = Abilities(Ability::ReadImage) | Ability::CreateImage | Ability::AdminImage;

Abilities abilitiesOf(const QStringList &scopes)
{
    Abilities abilities;
    for (const QString &scope : scopes) {
        if (scope == QLatin1String("api"))
            abilities |= everything;
        else if (scope == QLatin1String("read_api") || scope == QLatin1String("read_registry"))
            abilities |= Ability::ReadImage;
        else if (scope == QLatin1String("write_registry"))
            abilities |= Ability::CreateImage;
        else if (scope == QLatin1String("read_virtual_registry"))
            abilities |= Ability::ReadVirtualRegistry;
        else if (scope == QLatin1String("write_virtual_registry"))
            abilities |= Ability::WriteVirtualRegistry;
    }
    return abilities;
}

bool isActive(const User *user)
{
    return user != nullptr && user->state == UserState::Active;
}

std::optional<Identity> asJob(const GitLabWorld &world, const BasicCredential &credential, const QDateTime &now)
{
    if (credential.userName != QLatin1String("gitlab-ci-token"))
        return std::nullopt;
    const Job *job = world.jobWithToken(credential.password);
    if (job == nullptr || !isAlive(*job, world, now))
        return std::nullopt;
    return Identity { .authType = QStringLiteral("build"),
                      .abilities = Abilities(Ability::BuildReadImage) | Ability::BuildCreateImage,
                      .user = world.user(job->userId),
                      .token = nullptr,
                      .deployToken = nullptr,
                      .job = job };
}

std::optional<Identity> asAccessToken(const GitLabWorld &world, const BasicCredential &credential, const QDateTime &now)
{
    const AccessToken *token = world.accessToken(credential.password);
    if (token == nullptr || credential.userName.isEmpty() || token->revoked || isExpired(*token, now))
        return std::nullopt;
    const bool oauth = token->owner == TokenOwner::OAuth;
    if (!oauth && !world.settings.accessTokens)
        return std::nullopt;
    if (token->owner == TokenOwner::Impersonation && !world.settings.impersonation)
        return std::nullopt;
    const User *user = world.user(token->userId);
    if (!isActive(user))
        return std::nullopt;
    // A fine-grained token may always sign in; its rights are cut per action.
    Abilities abilities = token->granular ? everything : abilitiesOf(token->scopes);
    if (world.settings.externalAuthorization && !oauth)
        abilities = {};
    return Identity { .authType = oauth ? QStringLiteral("oauth") : QStringLiteral("personal_access_token"),
                      .abilities = abilities,
                      .user = user,
                      .token = token,
                      .deployToken = nullptr,
                      .job = nullptr };
}

std::optional<Identity> asDeployToken(const GitLabWorld &world, const BasicCredential &credential, const QDateTime &now)
{
    const DeployToken *token = world.deployToken(credential.password);
    if (token == nullptr || token->username != credential.userName || token->revoked || isExpired(*token, now))
        return std::nullopt;
    return Identity { .authType = QStringLiteral("deploy_token"),
                      .abilities = world.settings.externalAuthorization ? Abilities() : abilitiesOf(token->scopes),
                      .user = nullptr,
                      .token = nullptr,
                      .deployToken = token,
                      .job = nullptr };
}

std::optional<Identity> asPassword(const GitLabWorld &world, const BasicCredential &credential)
{
    const User *user = world.userNamed(credential.userName);
    if (!isActive(user) || user->password.isEmpty() || user->password != credential.password || user->passwordExpired)
        return std::nullopt;
    if (user->twoFactor || world.settings.twoFactorRequired)
        return std::nullopt;
    if (!world.settings.passwordAuthentication && !user->ldap)
        return std::nullopt;
    return Identity { .authType = QStringLiteral("gitlab_or_ldap"),
                      .abilities = everything,
                      .user = user,
                      .token = nullptr,
                      .deployToken = nullptr,
                      .job = nullptr };
}

} // namespace

bool isExpired(const AccessToken &token, const QDateTime &now)
{
    return token.expiresAt.isValid() && token.expiresAt <= now.toUTC().date();
}

bool isExpired(const DeployToken &token, const QDateTime &now)
{
    return token.expiresAt.isValid() && token.expiresAt <= now;
}

bool isAlive(const Job &job, const GitLabWorld &world, const QDateTime &now)
{
    const Project *project = world.project(job.projectId);
    return job.running && !job.erased && project != nullptr && project->ci && isActive(world.user(job.userId))
        && (!job.tokenExpiresAt.isValid() || job.tokenExpiresAt > now);
}

std::optional<Identity> recognise(const GitLabWorld &world, const BasicCredential &credential, const QDateTime &now)
{
    if (const auto job = asJob(world, credential, now))
        return job;
    if (const auto token = asAccessToken(world, credential, now))
        return token;
    if (const auto token = asDeployToken(world, credential, now))
        return token;
    return asPassword(world, credential);
}

} // namespace wharf::sandbox
