#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace wharf {

/// Reads base64url as JOSE writes it: no padding, no blanks, no bits left over. None for anything else.
/// RFC 7515 §2, RFC 4648 §5 and §3.5.
[[nodiscard]] std::optional<QByteArray> decodeBase64Url(QByteArrayView text);

} // namespace wharf
