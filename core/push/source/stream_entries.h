#pragma once

#include "core/push/source/entries.h"
#include "core/push/source/tar_walk.h"

namespace wharf::push {

/// The files of a tar that can only be read from its start: compressed, or an engine's. Goes through it once, keeping the small
/// files; to open another walks again.
/// Errors: Stage::Image, subject `subject`: BadReply (no tar, damaged, cut short), TooLarge; those of `begin`.
[[nodiscard]] Result<std::unique_ptr<Entries>> openTarStream(WalkMaker begin, const QString &subject);

} // namespace wharf::push
