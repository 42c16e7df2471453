#pragma once

#include <QByteArray>

namespace wharf::helper {

/// Gives `input` to whoever reads standard input next; it is never on a disk. After keepStandardStreams(). False where that cannot be.
[[nodiscard]] bool putBack(const QByteArray &input);

/// Becomes the whole helper: the same process, so the same parent, standard input and output. It is looked for where it is
/// installed beside this program's folder, then in the folder itself, as in a build. Returns only when it is not there.
void becomeWholeHelper(char **argv);

} // namespace wharf::helper
