#pragma once

#include "core/accounts/account.h"
#include "core/accounts/account_state.h"
#include "core/accounts/credential_store.h"
#include "core/wording/wording.h"
#include "ui/style/tone.h"

#include <optional>

namespace wharf::ui {

/// What the user should be told about an account before anything else, and what to do about it.
struct AccountNotice {
    enum class Step { None, Check, Replace };
    Tone tone = Tone::Quiet;
    wording::Words words; ///< empty: nothing needs saying
    Step step = Step::None;
};

[[nodiscard]] AccountNotice accountNotice(const accounts::Account &account, const accounts::AccountState &state, const Clock &clock);

/// "jo (GitLab calls this sign-in jo.doe)".
[[nodiscard]] QString whoText(const accounts::Account &account, const accounts::AccountState &state);
/// "Personal access token “laptop”"
[[nodiscard]] QString kindText(const accounts::Account &account);
/// "12 March 2027, in 110 days"
[[nodiscard]] QString expiryText(const accounts::Account &account, const QDateTime &now);
[[nodiscard]] std::optional<Tone> expiryTone(const accounts::Account &account, const QDateTime &now);
/// What stands in place of scopes where none are known.
[[nodiscard]] QString withoutScopesText(const accounts::Account &account, const accounts::AccountState &state);
/// "GNOME Keyring", with what that means.
[[nodiscard]] QString storeText(accounts::StoreKind kind, const QString &name);
/// True for a scope that lets somebody into the registry.
[[nodiscard]] bool opensRegistry(const QString &scope);

} // namespace wharf::ui
