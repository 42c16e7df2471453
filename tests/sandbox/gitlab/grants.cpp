#include "tests/sandbox/gitlab/grants.h"

#include "tests/sandbox/gitlab/repository_path.h"

#include <QJsonArray>

#include <algorithm>

namespace wharf::sandbox {

namespace {

bool maySee(const GitLabWorld &world, const User *user, const Project &project)
{
    if (project.registry == RegistryAccess::Enabled) {
        if (project.visibility == Visibility::Public)
            return true;
        if (project.visibility == Visibility::Internal && user != nullptr && !user->external)
            return true;
    }
    return user != nullptr && world.role(user->id, project) >= Role::Reporter;
}

bool isValidFor(const DeployToken &token, const Project &project)
{
    return std::any_of(token.paths.cbegin(), token.paths.cend(), [&](const QString &path) { return isAtOrBelow(project.path, path); });
}

bool mayPull(const GitLabWorld &world, const Identity &identity, const Project &project)
{
    if (identity.job != nullptr) {
        if (identity.job->projectId == project.id)
            return true;
        const Project *own = world.project(identity.job->projectId);
        const bool open = project.visibility == Visibility::Public && project.registry == RegistryAccess::Enabled;
        return open
            || (own != nullptr && project.jobTokenAllowlist.contains(own->path, Qt::CaseInsensitive)
                && maySee(world, identity.user, project));
    }
    if (!identity.abilities.testFlag(Ability::ReadImage))
        return false;
    if (identity.deployToken != nullptr)
        return isValidFor(*identity.deployToken, project);
    if (identity.token != nullptr && identity.token->granular && !identity.token->permissions.contains(QLatin1String("read_container_image")))
        return false;
    return maySee(world, identity.user, project);
}

bool mayPush(const GitLabWorld &world, const Identity &identity, const Project &project)
{
    if (world.settings.maintenanceMode)
        return false;
    if (identity.job != nullptr)
        return identity.job->projectId == project.id && identity.abilities.testFlag(Ability::BuildCreateImage);
    if (!identity.abilities.testFlag(Ability::CreateImage))
        return false;
    if (identity.deployToken != nullptr)
        return isValidFor(*identity.deployToken, project);
    if (identity.token != nullptr && identity.token->granular)
        return false;
    return identity.user != nullptr && world.role(identity.user->id, project) >= Role::Developer;
}

bool mayAdminister(const GitLabWorld &world, const Identity &identity, const Project &project)
{
    if (world.settings.maintenanceMode || !identity.abilities.testFlag(Ability::AdminImage))
        return false;
    if (identity.token != nullptr && identity.token->granular)
        return false;
    return identity.user != nullptr && world.role(identity.user->id, project) >= Role::Maintainer;
}

/// A job deletes in its own project only.
bool mayDelete(const GitLabWorld &world, const Identity &identity, const Project &project)
{
    if (identity.job != nullptr)
        return identity.job->projectId == project.id && !world.settings.maintenanceMode;
    return mayAdminister(world, identity, project);
}

bool may(const QString &action, const GitLabWorld &world, const Identity &identity, const Project &project)
{
    if (action == QLatin1String("pull"))
        return mayPull(world, identity, project);
    if (action == QLatin1String("push"))
        return mayPush(world, identity, project);
    if (action == QLatin1String("delete"))
        return mayDelete(world, identity, project);
    return action == QLatin1String("*") && mayAdminister(world, identity, project);
}

/// Project-wide reasons to grant nothing at all.
bool isClosed(const Project &project, const Identity &identity, const QString &clientAddress)
{
    if (project.registry == RegistryAccess::Disabled)
        return true;
    if (!project.ipAllowlist.isEmpty() && !project.ipAllowlist.contains(clientAddress))
        return true;
    const bool legacyToken = identity.token != nullptr && identity.token->owner != TokenOwner::OAuth && !identity.token->granular;
    return project.granularTokensOnly && legacyToken;
}

} // namespace

Grant grantedOf(const GitLabWorld &world, const Identity &identity, const ScopeRequest &scope, const QString &clientAddress)
{
    Grant grant { scope.type, scope.name, {}, nullptr };
    if (scope.type == QLatin1String("registry")) {
        if (scope.name == QLatin1String("catalog") && scope.actions.contains(QLatin1String("*")) && identity.user != nullptr
            && identity.user->admin && identity.abilities.testFlag(Ability::AdminImage))
            grant.actions = QStringList { QStringLiteral("*") };
        return grant;
    }
    if (scope.type != QLatin1String("repository"))
        return grant;
    grant.name = scope.name.toLower();
    if (!isRepositoryPath(grant.name, world.settings.namespaceDepthLimit))
        return grant;
    const Project *project = owningProject(world, grant.name);
    if (project == nullptr || isClosed(*project, identity, clientAddress))
        return grant;
    grant.project = project;
    for (const QString &action : scope.actions) {
        if (may(action, world, identity, *project))
            grant.actions << action;
    }
    return grant;
}

QJsonObject accessClaim(const GitLabWorld &world, const Identity &identity, const Grant &grant)
{
    QJsonObject claim {
        { QStringLiteral("type"), grant.type },
        { QStringLiteral("name"), grant.name },
        { QStringLiteral("actions"), QJsonArray::fromStringList(grant.actions) },
    };
    if (grant.project == nullptr)
        return claim;
    QJsonObject meta {
        { QStringLiteral("project_path"), grant.project->path.toLower() },
        { QStringLiteral("project_id"), grant.project->id },
        { QStringLiteral("root_namespace_id"), grant.project->rootNamespaceId },
    };
    const Role role = identity.user != nullptr ? world.role(identity.user->id, *grant.project) : Role::None;
    QJsonArray push;
    QJsonArray remove;
    QJsonArray immutable;
    for (const TagRule &rule : grant.project->tagRules) {
        if (rule.immutable) {
            immutable << rule.pattern;
            continue;
        }
        if (role < rule.pushRole)
            push << rule.pattern;
        if (role < rule.deleteRole)
            remove << rule.pattern;
    }
    if (!push.isEmpty() || !remove.isEmpty())
        meta.insert(QStringLiteral("tag_deny_access_patterns"), QJsonObject { { QStringLiteral("push"), push }, { QStringLiteral("delete"), remove } });
    if (!immutable.isEmpty())
        meta.insert(QStringLiteral("tag_immutable_patterns"), immutable);
    claim.insert(QStringLiteral("meta"), meta);
    return claim;
}

} // namespace wharf::sandbox
