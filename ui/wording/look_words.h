#pragma once

#include "core/accounts/token_kind.h"
#include "core/wording/wording.h"
#include "ui/style/tone.h"

namespace wharf::ui {

/// What can be said about a pasted token before anybody is asked.
struct LookWords {
    wording::Words words;
    Tone tone = Tone::Quiet;
    bool usable = true; ///< false: signing in with it is pointless
};

[[nodiscard]] LookWords lookWords(const accounts::TokenLook &look);

/// What the user name has to be with this kind of token.
struct UserNameRule {
    bool required = true;
    QString fixed; ///< the one name that works, or empty
    QString hint;
};

[[nodiscard]] UserNameRule userNameRule(const accounts::TokenLook &look);

} // namespace wharf::ui
