#pragma once

#include "tests/sandbox/gitlab/world.h"

namespace wharf::sandbox {

/// True for what GitLab takes for the path of a container repository (already lower-cased). Source: lib/container_registry/path.rb.
[[nodiscard]] bool isRepositoryPath(const QString &path, int namespaceDepthLimit);

/// The project that owns a repository: searched among the three longest prefixes of its path.
[[nodiscard]] const Project *owningProject(const GitLabWorld &world, const QString &path);

} // namespace wharf::sandbox
