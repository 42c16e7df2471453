#pragma once

namespace wharf {

/// Called first in every program: a core dump would hold the secrets it has in its hands, and stay on the disk.
void forbidCoreDumps();

} // namespace wharf
