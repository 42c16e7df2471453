#pragma once

#include "ui/accounts/account_snapshot.h"
#include "ui/style/tone.h"

namespace wharf::ui {

/// One cell of *repositories × actions*: a word, a shape, a tone.
struct GrantWords {
    QString word;
    QString icon;
    Tone tone = Tone::Quiet;
};

[[nodiscard]] GrantWords grantWords(registry::Grant grant);
/// "Pull", "Push", "Delete" for the three this program asks about, otherwise the action's own name.
[[nodiscard]] QString actionWord(const QString &action);
/// How an action of a repository stands; NotAsked where nothing is known.
[[nodiscard]] registry::Grant grantOf(const accounts::AccessFindings &findings, const QString &action);
/// Why an action is as it is, and what to do. Empty for one that is granted.
[[nodiscard]] QString grantReason(const accounts::Account &account, const accounts::AccessFindings &findings, const QString &action);

} // namespace wharf::ui
