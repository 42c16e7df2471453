#pragma once

#include <QString>

namespace wharf::docker {

/// How many letters must be put in, taken out or changed to make one of the other.
[[nodiscard]] qsizetype distance(const QString &a, const QString &b);

/// Two names of hosts, `host[:port]`, that a person may take for each other: another port, another region or account of the same
/// service, a sister under the same domain, a slip of a letter or two. False for the same name.
[[nodiscard]] bool lookAlike(const QString &a, const QString &b);

} // namespace wharf::docker
