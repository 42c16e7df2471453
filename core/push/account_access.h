#pragma once

#include "core/accounts/account.h"
#include "core/accounts/credential_store.h"
#include "core/push/push.h"

namespace wharf::push {

/// What an account pushes with. A null account is nobody, whom some registries let push. Errors: Stage::Input, NotFound (signed out
/// meanwhile; subject is its id), Invalid (it is another registry's: its secret goes nowhere else); those of CredentialStore::read().
[[nodiscard]] Task<Result<PushAccess>> accountAccess(std::shared_ptr<accounts::CredentialStore> store, accounts::Accounts all,
                                                     QUuid account, registry::RegistryHost host);

} // namespace wharf::push
