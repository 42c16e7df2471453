#pragma once

#include "tests/sandbox/gitlab/message.h"
#include "tests/sandbox/gitlab/world.h"

#include <QFlags>

namespace wharf::sandbox {

/// What a credential's scopes let it do with a registry, before any project is looked at.
enum class Ability {
    ReadImage = 1,
    CreateImage = 2,
    AdminImage = 4,
    BuildReadImage = 8,
    BuildCreateImage = 16,
    ReadVirtualRegistry = 32,
    WriteVirtualRegistry = 64,
};
Q_DECLARE_FLAGS(Abilities, Ability)
Q_DECLARE_OPERATORS_FOR_FLAGS(Abilities)

/// As whom GitLab recognised a request. The pointers point into the world it was recognised in.
struct Identity {
    QString authType = QStringLiteral("none"); ///< the claim `auth_type`
    Abilities abilities = Ability::ReadImage;
    const User *user = nullptr;
    const AccessToken *token = nullptr;
    const DeployToken *deployToken = nullptr;
    const Job *job = nullptr;
};

[[nodiscard]] bool isExpired(const AccessToken &token, const QDateTime &now);
[[nodiscard]] bool isExpired(const DeployToken &token, const QDateTime &now);
/// True when the job's token counts: executing, not erased, CI on in its project, its user active.
[[nodiscard]] bool isAlive(const Job &job, const GitLabWorld &world, const QDateTime &now);

/// Nobody where GitLab answers 401. Order and conditions: lib/gitlab/auth.rb, find_for_git_client.
[[nodiscard]] std::optional<Identity> recognise(const GitLabWorld &world, const BasicCredential &credential, const QDateTime &now);

} // namespace wharf::sandbox
