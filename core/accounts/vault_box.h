#pragma once

#include "core/accounts/vault_format.h"

namespace wharf::accounts {

/// What lies in the sealed box, both ways. `box` is wiped by whoever holds it.
/// Errors: Stage::Keychain, Malformed.
[[nodiscard]] Result<VaultEntries> parseVaultBox(const QByteArray &box);
[[nodiscard]] QByteArray printVaultBox(const VaultEntries &entries);

} // namespace wharf::accounts
