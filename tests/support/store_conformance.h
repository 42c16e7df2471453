#pragma once

#include "core/accounts/credential_store.h"

namespace wharf::test {

/// What every credential store must do, whichever it is. Fails the running test at the first thing that is not so.
/// The store is empty before and after.
void checkStoreConforms(accounts::CredentialStore &store);

} // namespace wharf::test
