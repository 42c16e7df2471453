#pragma once

#include "core/docker/engine_download.h"
#include "core/push/source/tar_walk.h"

namespace wharf::push {

class Ending;

/// Where an engine is, and how to speak with it.
struct EngineLine {
    docker::EngineEndpoint endpoint;
    QProcessEnvironment environment; ///< for `ssh`
    docker::EnginePatience patience;
};

/// Asks the engine one thing. Blocks. Any status is an answer. Errors: Stage::Daemon; those of EngineDownload, TooLarge (4 MiB).
[[nodiscard]] Result<net::Reply> askEngine(const EngineLine &line, const QByteArray &target, const std::shared_ptr<Ending> &ending);

/// Begins the export at `target`. Nothing of it is kept, and the engine waits while nobody reads.
///
/// `name` is what failures are about: Stage::Image, with Absent (the image is gone), Offline, Timeout or BadReply (the engine broke
/// off), Cancelled; Stage::Daemon where it cannot be reached or refuses.
[[nodiscard]] Result<std::unique_ptr<TarWalk>> beginExport(const EngineLine &line, const QByteArray &target, const QString &name,
                                                           const std::shared_ptr<Ending> &ending);

} // namespace wharf::push
