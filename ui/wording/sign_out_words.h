#pragma once

#include "core/accounts/account.h"
#include "core/wording/wording.h"

namespace wharf::ui {

/// "Sign out jo from registry.example.com?", and below it what that does to the clients and to the token.
[[nodiscard]] wording::Words signOutQuestion(const accounts::Account &account, const accounts::Accounts &all);

} // namespace wharf::ui
