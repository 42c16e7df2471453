#pragma once

#include "core/accounts/account_state.h"
#include "core/accounts/token_kind.h"
#include "core/base/failure.h"

#include <QString>

namespace wharf::wording {

/// What happened, in a sentence, and what to do next. Translated; the one place where a Failure becomes words.
struct Words {
    QString sentence; ///< "GitLab refused this token: it expired on 3 November."
    QString nextStep; ///< "Replace it." Empty where there is nothing to do.

    /// Both, with a blank between.
    [[nodiscard]] QString text() const;
};

/// How to do something differs: a button in the window, a command in the terminal.
enum class Voice { Window, Terminal };

/// Cancelled gives empty words: nothing is shown. `host` is the registry the failure was about; may be empty.
[[nodiscard]] Words failureWords(const Failure &failure, const QString &host, Voice voice = Voice::Window);

/// "Personal access token"
[[nodiscard]] QString tokenKindWord(accounts::TokenKind kind);
/// What a scope allows, in a few words: `read_registry` → "pull images". Empty for one that is not known.
[[nodiscard]] QString scopeMeaning(const QString &scope);
/// What a JWT claim means, in a sentence. Empty for one that is not known.
[[nodiscard]] QString claimMeaning(const QString &claim);

} // namespace wharf::wording
