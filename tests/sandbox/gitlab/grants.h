#pragma once

#include "tests/sandbox/gitlab/identity.h"

namespace wharf::sandbox {

/// One `type:name:actions` of a token request.
struct ScopeRequest {
    QString type;
    QString name;
    QStringList actions;
};

/// What of one scope is granted; an empty `actions` grants nothing.
struct Grant {
    QString type;
    QString name;
    QStringList actions;
    const Project *project = nullptr;
};

/// Cuts one scope down to what this identity may do, each action judged alone.
/// Source: app/services/auth/container_registry_authentication_service.rb.
[[nodiscard]] Grant grantedOf(const GitLabWorld &world, const Identity &identity, const ScopeRequest &scope, const QString &clientAddress);

/// The same, as the token's `access` claim has it, with `meta`.
[[nodiscard]] QJsonObject accessClaim(const GitLabWorld &world, const Identity &identity, const Grant &grant);

} // namespace wharf::sandbox
