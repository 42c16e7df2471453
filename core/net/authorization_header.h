#pragma once

#include "core/base/result.h"
#include "core/net/http.h"

namespace wharf::net {

/// The header that proves the request: made at the moment of sending, never kept, never shown.
/// Errors: Stage::Input, Kind::Invalid with subject `secret` where the secret cannot stand in a header.
[[nodiscard]] Result<Header> authorizationHeader(const Authorization &authorization);

/// `Basic …`, in UTF-8. RFC 7617.
[[nodiscard]] QByteArray basicValue(const QString &userName, QByteArrayView secret);

} // namespace wharf::net
