#pragma once

#include <QStringList>

namespace wharf::diagnosis {

/// The lines of a log as their program wrote them: no colours, no progress bars, no timestamps, no marks of the CI around it.
/// A line that was itself quoted (`time="…" msg="…"`) is unpacked.
[[nodiscard]] QStringList plainLines(const QString &text);

/// The line with everything that looks like a secret replaced by `***`: tokens by their prefix, passwords of command lines and
/// URLs, headers, members of JSON. May take too much; the words of an error are never among it.
[[nodiscard]] QString withoutSecrets(QString line);

} // namespace wharf::diagnosis
