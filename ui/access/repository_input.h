#pragma once

#include "core/registry/registry_host.h"

#include <QString>

namespace wharf::ui {

/// What somebody typed or pasted as a repository of one registry: a bare name, or a whole image reference.
struct RepositoryInput {
    QString repository; ///< `group/app`; empty where `error` says why
    QString error;      ///< a sentence with a next step

    static RepositoryInput read(const QString &text, const registry::RegistryHost &host);
};

} // namespace wharf::ui
