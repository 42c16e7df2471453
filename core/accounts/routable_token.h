#pragma once

#include "core/accounts/token_kind.h"

#include <QByteArrayView>

namespace wharf::accounts {

/// Tells a truncated or mistyped GitLab token from a whole one without asking anybody.
///
/// A routable token is `<prefix><payload>.<length><crc>`, newer ones `<prefix><payload>.01.<length><crc>`: the payload in
/// base64url, its length as 2 and the CRC-32 of all before it as 7 digits to the base of 36.
/// Wrong only where `prefix`, the GitLab prefix that was recognised, makes a dot after so long a payload a checksum's; other
/// versions and everything else are None. Source: lib/authn/token_field/generator/routable_token.rb.
[[nodiscard]] Checksum routableChecksum(QByteArrayView token, QByteArrayView prefix);

} // namespace wharf::accounts
