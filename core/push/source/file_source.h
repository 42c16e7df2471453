#pragma once

#include "core/push/source/image_source.h"
#include "core/push/source/source_name.h"

namespace wharf::push {

/// An image of an OCI layout, an OCI archive or a docker-archive, as SourceName names it. What is not compressed is read where
/// it lies, several blobs at a time; of a compressed archive (gzip, bzip2, xz, zstd) one blob after the other, in its order,
/// and the whole is unpacked once to see what is in it.
///
/// Nothing is ever written to the disk. Errors: those of describeLayout() and describeDockerArchive(); the path as subject for the
/// file itself: Absent, Denied, Malformed (a folder, empty, no tar, cut short; `serverSaid` says which).
[[nodiscard]] std::unique_ptr<ImageSource> makeFileSource(const SourceName &name);

} // namespace wharf::push
