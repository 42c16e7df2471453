#pragma once

#include "app/wharfctl/hand_over.h"
#include "app/wharfctl/workplace.h"
#include "core/accounts/sign_in.h"

namespace wharf::ctl {

/// A line on standard error for each step of a proof.
[[nodiscard]] accounts::ProofObserver stepsOn(const Console &console);

/// Says how a sign-in ended well: who, what it allows, how long, where it lies, who gets it.
void reportSignIn(Workplace &workplace, const accounts::SignedIn &signedIn, const HandOver &handOver);
/// The same as a member of a JSON document.
[[nodiscard]] QJsonObject signInDocument(Workplace &workplace, const accounts::SignedIn &signedIn, const HandOver &handOver);
/// The same as lines.
[[nodiscard]] QStringList signInLines(Workplace &workplace, const accounts::SignedIn &signedIn, const HandOver &handOver);

} // namespace wharf::ctl
