#pragma once

#include "core/push/source/image_source.h"
#include "core/push/source/source_name.h"

#include <QProcessEnvironment>

namespace wharf::push {

/// Where engines are looked for.
struct SourceSurroundings {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    QString home; ///< the user's, for Docker's contexts
    QString dockerSocket = QStringLiteral("/var/run/docker.sock");
    QString podmanSocket = QStringLiteral("/run/podman/podman.sock"); ///< of the whole system
};

/// The source of that name. Opens nothing yet: that is ImageSource::describe(). Errors: Stage::Input, Malformed, of an image's
/// name at an engine, with ImageReference's reasons.
[[nodiscard]] Result<std::unique_ptr<ImageSource>> openSource(const SourceName &name, const SourceSurroundings &surroundings);

} // namespace wharf::push
