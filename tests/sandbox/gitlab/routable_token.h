#pragma once

#include <QByteArray>
#include <QString>

namespace wharf::sandbox {

/// Makes a token in GitLab's routable form, with the checksum that a client can verify offline:
/// `<prefix><base64url payload>.<LL><CRC>`. `routing`: lines `k:v`, integers in base 36; `o` is mandatory.
/// Source: lib/authn/token_field/generator/routable_token.rb.
[[nodiscard]] QString routableToken(const QByteArray &prefix, const QByteArray &routing);

/// The newer routable form, `<prefix><base64url payload>.01.<LL><CRC>`, with the random bytes before the routing. Seen in the
/// detectors of secret scanners; GitLab's own source for it is not public knowledge here.
[[nodiscard]] QString versionedToken(const QByteArray &prefix, const QByteArray &routing);

/// A classic token: the prefix and 20 characters of `[0-9A-Za-z_-]`.
[[nodiscard]] QString classicToken(const QByteArray &prefix);

} // namespace wharf::sandbox
