#pragma once

#include "core/diagnosis/examination.h"

#include <QString>

namespace wharf::diagnosis {

/// The whole run for an administrator: verdict, remedy, what it rests on, every step and every exchange, masked. Translated.
[[nodiscard]] QString markdownReport(const Diagnosis &diagnosis);

/// Whose job a fix is, in words: "the proxy's administrator". Translated.
[[nodiscard]] QString ownerWords(Owner owner);
/// "certain", "likely", "possible". Translated.
[[nodiscard]] QString certaintyWords(Certainty certainty);

} // namespace wharf::diagnosis
