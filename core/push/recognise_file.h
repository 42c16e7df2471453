#pragma once

#include "core/push/source/source_name.h"

namespace wharf::push {

/// What sort of source a file or folder is, by what is in it: a folder is an OCI layout; an archive is what the first telling name in
/// it says (`oci-layout`, `index.json`: OCI; `manifest.json`, `repositories`, `…/layer.tar`: Docker). Reads little, and of a
/// packed one the beginning alone; what says nothing is taken for Docker's, whose reading then says what is wrong.
[[nodiscard]] SourceName recogniseFile(const QString &path);

} // namespace wharf::push
