#pragma once

#include "core/accounts/account.h"
#include "core/diagnosis/examination.h"

namespace wharf::ui {

/// Whose credential is examined.
enum class Examined { Account, Clients, Nobody };

/// What somebody typed or pasted as what is to be diagnosed.
struct DiagnoseInput {
    QString typed;      ///< an image or a host; empty where `error` says why
    registry::RegistryHost host; ///< of `typed`; empty where that does not parse
    QString repository; ///< of `typed`; empty for a host alone
    diagnosis::PastedEvidence pasted;
    QString recognised; ///< what a pasted text was read as, for people; empty where nothing was pasted
    QString error;      ///< a sentence with a next step

    /// `account` is the one whose registry stands in where the text names none, and whose credential is sent nowhere else
    /// with Examined::Account; null where there is none.
    static DiagnoseInput read(const QString &text, Examined examined, const accounts::Account *account);

    /// The question to put, still without a secret.
    [[nodiscard]] diagnosis::Question question(Examined examined, const accounts::Account *account) const;
};

} // namespace wharf::ui
