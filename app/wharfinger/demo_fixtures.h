#pragma once

#include "core/accounts/account_checker.h"

namespace wharf {

/// One made-up account of the demonstration, with what is known of it.
struct DemoAccount {
    accounts::Account account;
    accounts::AccountState state;
    QList<accounts::AccessFindings> access;
    bool active = false;
    bool givenToDocker = false;
    bool givenToPodman = false;
};

/// Reads `resources/fixtures/demo.json`; its times count from now.
[[nodiscard]] QList<DemoAccount> demoAccounts(const Clock &clock);

} // namespace wharf
