#pragma once

#include "core/base/failure.h"

#include <QString>

#include <optional>

namespace wharf::net {

/// What a proxy did, read from Qt's words for it.
struct ProxyTrouble {
    Kind kind = Kind::Offline;
    QString reason;
};

/// Qt 6.4 has a number for few of a proxy's troubles and the words of its socket engines for all; looked up in the
/// language that Qt speaks. None where the words are of something else.
[[nodiscard]] std::optional<ProxyTrouble> proxyTrouble(const QString &errorText);

} // namespace wharf::net
