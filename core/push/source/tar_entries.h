#pragma once

#include "core/push/source/entries.h"

namespace wharf::push {

class Ending;
class FileBytes;

/// The files of a tar that is not compressed, read where they lie. Goes through its headers once.
/// Errors: Stage::Image, subject the path: Malformed (empty, no tar, damaged, cut short), TooLarge, BadReply (the disk).
[[nodiscard]] Result<std::unique_ptr<Entries>> openTar(std::shared_ptr<FileBytes> file, std::shared_ptr<Ending> ending);

} // namespace wharf::push
