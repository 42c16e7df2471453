#pragma once

#include "core/push/source/image_source.h"
#include "core/push/source/tar_walk.h"

namespace wharf::push {

/// Goes on until the entry of that name that is a plain file. Errors: those of the walk; BadReply where it is not there (any
/// more), subject `subject`.
[[nodiscard]] Result<TarEntry> walkTo(TarWalk &walk, const QString &name, const QString &subject);

/// Reads `bytes` of the entry without giving them. Errors: as TarWalk::read(); BadReply where the entry is shorter.
[[nodiscard]] Result<void> passOver(TarWalk &walk, qint64 bytes, const QString &subject);

/// Reads one entry of a tar that comes in a stream; going back begins the stream anew.
[[nodiscard]] std::unique_ptr<BlobReader> readEntry(WalkMaker begin, const QString &name, const QString &subject);

} // namespace wharf::push
