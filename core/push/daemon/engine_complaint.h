#pragma once

#include "core/base/failure.h"

namespace wharf::push {

/// What it means when an engine gives up a push and says `text`; `status` is the HTTP status that came with it, 0 for none.
///
/// Engines pass on in free text what the registry or the network told them, so the words decide:
/// - Stage::Image, Absent, subject `source`: there is no such image at the engine.
/// - Stage::Registry: Unauthorized (subject `insufficient-scope` where the token covers less), Forbidden, NotFound, Throttled,
///   TooLarge, Server; `httpStatus` where one is known.
/// - Stage::Daemon: Tls (subject `registry-tls`), Timeout (`registry-timeout`), Offline (`registry-unreachable`) on the engine's
///   way to the registry; Offline `engine-died`: it was told to stop; Server (`push`) for everything else.
///
/// `serverSaid` is the text, cleaned; secrets are the caller's to take out before.
/// Source: moby daemon/internal/distribution, containerd core/remotes/docker, containers/image docker/errors.go, and streams
/// recorded from dockerd 20.10 and podman 4.3.
[[nodiscard]] Failure engineComplaint(const QString &text, int status, const QString &source);

} // namespace wharf::push
