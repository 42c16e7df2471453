#pragma once

#include "app/wharfctl/workplace.h"
#include "core/async/task.h"
#include "core/registry/ping.h"

namespace wharf::ctl {

/// What a command has in hand once it stands at a registry's door with an account.
struct Visit {
    accounts::Account account;
    Credential credential;
    std::shared_ptr<net::Session> session;
    registry::Ping ping;
};

/// Chooses the account (chosenAccount()), reads its secret, and pings its registry.
/// Errors: as chosenAccount(), CredentialStore::read() and pingRegistry().
[[nodiscard]] Task<Result<Visit>> visitRegistry(std::shared_ptr<Workplace> workplace, registry::RegistryHost host);

} // namespace wharf::ctl
