#pragma once

#include "core/accounts/account.h"
#include "core/accounts/account_checker.h"
#include "core/accounts/account_state.h"

namespace wharf::ui {

/// Everything the pages show about one account at one moment. A value, made anew whenever something changes.
struct AccountSnapshot {
    accounts::Account account;
    accounts::AccountState state;
    QList<accounts::AccessFindings> access;
    bool asking = false;     ///< a question about access is under way
    bool active = false;     ///< clients get this account for its registry
    bool sharesHost = false; ///< its registry has other accounts, too

    [[nodiscard]] bool isChecking() const { return state.standing == accounts::Standing::Checking; }
};

} // namespace wharf::ui
