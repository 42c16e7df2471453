#pragma once

#include "core/diagnosis/cause.h"

namespace wharf::diagnosis {

/// Every finding, the verdict first. Never empty: `healthy` where nothing is wrong and all that counts was seen to work,
/// `unknown` where something failed and no cause is known.
///
/// Errors before warnings, seen before inferred, certain before likely before possible, nearer the wire before farther;
/// a consequence of a found cause is dropped. A note is never the verdict.
[[nodiscard]] QList<Finding> judge(const Evidence &evidence);

/// The words of a finding, `healthy` and `unknown` included.
[[nodiscard]] FindingWords wordsFor(const Finding &finding, const Evidence &evidence);

} // namespace wharf::diagnosis
