#pragma once

#include "core/accounts/account.h"
#include "core/accounts/account_state.h"
#include "ui/style/tone.h"

namespace wharf::ui {

/// How an account stands, for people: a word, a shape, a tone.
struct StateWords {
    QString word;   ///< "Ready", "Expires in 6 days", "Refused", "Keychain locked", "Offline since 10:41"
    QString detail; ///< "4:12" where a token is counting down, otherwise empty
    QString icon;
    Tone tone = Tone::Quiet;

    /// "Ready · 4:12"
    [[nodiscard]] QString text() const;
};

[[nodiscard]] StateWords stateWords(const accounts::Account &account, const accounts::AccountState &state, const Clock &clock);

/// The kind in one or two words, for the list: "Access token".
[[nodiscard]] QString shortKindWord(accounts::TokenKind kind);

/// Who it is at the registry, in one line: `jo @ registry.example.com`.
[[nodiscard]] QString accountTitle(const accounts::Account &account);

} // namespace wharf::ui
